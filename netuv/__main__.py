"""``python -m netuv``: an echo server, a netcat, a proxy and a demonstration."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn, TypeVar

from netuv._cli import commands, demo

Value = TypeVar("Value")

INTERRUPTED = 130  # 128 + SIGINT, as a shell reports it


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaint is one line."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments and leave with status 2."""
        commands.complain(message)
        self.exit(2)


def argument(parse: Callable[[str], Value]) -> Callable[[str], Value]:
    """``parse`` as the type of an argument: argparse shows the message of its own error only."""

    def parsed(text: str) -> Value:
        try:
            return parse(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from None

    return parsed


def positive(text: str) -> int:
    """A whole number above 0."""
    if text.isdecimal() and 0 < int(text) <= 1 << 20:
        return int(text)
    raise ValueError(f"{text!r} is no whole number from 1 to {1 << 20}")


def make_parser() -> Parser:
    """The commands and their arguments; ``run`` in the result does the command."""
    parser = Parser(prog="python -m netuv", description="Node's net, on the command line.")
    subparsers = parser.add_subparsers(metavar="COMMAND", required=True)
    for add in (add_echo, add_connect, add_proxy, add_demo):
        add(subparsers)
    return parser


def add_echo(subparsers: Any) -> None:
    """An echo server."""
    command = subparsers.add_parser("echo", help="give every client back what it sends")
    command.add_argument(
        "where",
        metavar="[HOST:]PORT|PATH",
        nargs="?",
        type=argument(commands.parse_endpoint),
        default=commands.Endpoint(port=commands.DEFAULT_PORT),
        help=f"where to listen (default: {commands.DEFAULT_PORT}; 0 is any free port)",
    )
    command.set_defaults(run=lambda options: commands.echo(options.where))


def add_connect(subparsers: Any) -> None:
    """A netcat."""
    command = subparsers.add_parser(
        "connect",
        help="join standard input and output to a server",
        usage="%(prog)s [-h] HOST PORT | PATH",
    )
    command.add_argument(
        "target", metavar="HOST|PATH", help="a name, an address, a path or HOST:PORT"
    )
    command.add_argument(
        "port", metavar="PORT", nargs="?", type=argument(commands.parse_port), help="beside a HOST"
    )
    command.set_defaults(
        run=lambda options: commands.connect(options.endpoint), prepare=connect_target
    )


def add_proxy(subparsers: Any) -> None:
    """A relay."""
    endpoint = argument(commands.parse_endpoint)
    command = subparsers.add_parser("proxy", help="relay every client to another server")
    command.add_argument(
        "where", metavar="LISTEN", type=endpoint, help="where to listen: PORT, HOST:PORT or PATH"
    )
    command.add_argument(
        "target", metavar="TARGET", type=endpoint, help="where to relay to, written likewise"
    )
    command.set_defaults(run=lambda options: commands.proxy(options.where, options.target))


def add_demo(subparsers: Any) -> None:
    """The demonstration."""
    command = subparsers.add_parser(
        "demo", help="the manual's example, and random data through its server"
    )
    command.add_argument(
        "--size",
        metavar="MIB",
        type=argument(positive),
        default=64,
        help="MiB to send (default: %(default)s)",
    )
    command.set_defaults(run=lambda options: demo.run_demo(options.size))


def connect_target(options: argparse.Namespace) -> None:
    """Make the one or two arguments of ``connect`` an endpoint."""
    if options.port is None:
        options.endpoint = commands.parse_endpoint(options.target)
    else:
        options.endpoint = commands.Endpoint(
            host=commands.parse_host(options.target), port=options.port
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0, 1 after a failure or 130 after Ctrl-C.

    Bad arguments leave with status 2, as a SystemExit.
    """
    parser = make_parser()
    options = parser.parse_args(arguments)
    try:
        if "prepare" in options:
            options.prepare(options)
    except ValueError as error:
        parser.error(str(error))
    commands.open_missing_descriptors()
    try:
        options.run(options)
    except KeyboardInterrupt:
        return INTERRUPTED
    except commands.OutputClosed:
        return 1
    except demo.DemoFailed as failure:
        commands.complain(str(failure))
        return 1
    except OSError as error:
        commands.complain(commands.describe(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
