"""What ``python -m netuv`` echo, connect and proxy do, and how they speak to a person."""

from __future__ import annotations

import contextlib
import os
import re
import select
import socket
import sys
import threading
from typing import Any, NamedTuple

import netuv

STDIN, STDOUT = 0, 1
DEFAULT_PORT = 8124
INPUT_CHUNK = 64 * 1024
CHUNKS_READ_AHEAD = 4


class OutputClosed(Exception):
    """Nobody reads standard output any more (``| head``): time to leave without a word."""


# Addresses as a person writes them


class Endpoint(NamedTuple):
    """One end of a connection: a path, or a port with perhaps a host."""

    path: str | None = None
    host: str | None = None
    port: int | None = None

    def options(self) -> dict[str, Any]:
        """The keyword arguments of ``connect`` and ``listen`` that mean this endpoint."""
        if self.path is not None:
            return {"path": self.path}
        if self.host is None:
            return {"port": self.port}
        return {"port": self.port, "host": self.host}


def parse_port(text: str) -> int:
    """The port that ``text`` names; a ValueError that says so when it names none."""
    if re.fullmatch(r"[0-9]{1,5}", text, re.ASCII) and int(text) <= 65535:
        return int(text)
    raise ValueError(f"{text!r} is no port (0 to 65535)")


def parse_endpoint(text: str) -> Endpoint:
    """The endpoint ``text`` names: ``PORT``, ``HOST:PORT``, ``[IPV6]:PORT`` or else a ``PATH``."""
    if not text:
        raise ValueError("an empty argument is neither a port nor a path")
    if "/" in text:
        return Endpoint(path=text)
    if re.fullmatch(r"[-+]?[0-9]+(\.[0-9]*)?", text, re.ASCII):
        return Endpoint(port=parse_port(text))
    if netuv.is_ip(text):
        raise ValueError(f"{text!r} lacks a port, write {with_port(text, 'PORT')}")
    host, colon, port = text.rpartition(":")
    if not colon:
        return Endpoint(path=text)
    return Endpoint(host=parse_host(host) if host else None, port=parse_port(port))


def parse_host(text: str) -> str:
    """A host name or address, an IPv6 address with or without its brackets."""
    host = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    if not host:
        raise ValueError("an empty argument is no host")
    if ":" in host and not netuv.is_ipv6(host):
        raise ValueError(f"{text!r} is no host (a path has a / in it)")
    return host


def with_port(host: str, port: object) -> str:
    """``host:port``, an IPv6 address in brackets."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def format_address(address: Any) -> str:
    """What ``server.address()`` gave, as a person writes it."""
    return address if isinstance(address, str) else with_port(address.address, address.port)


# Standard input, output and error


def open_missing_descriptors() -> None:
    """Fill the places of closed standard descriptors (``<&-``), before a socket takes one."""
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def read_input() -> bytes:
    """The next chunk of standard input, b"" at its end, or without one; waits for it."""
    while sys.stdin is not None:  # else its descriptor is another file's by now, if any's
        try:
            return os.read(STDIN, INPUT_CHUNK)
        except BlockingIOError:
            select.select([STDIN], [], [])
        except OSError as error:
            raise restated(error, "read standard input") from None
    return b""


def write_output(data: bytes) -> None:
    """Write all of ``data`` to standard output; the wait for that is the backpressure."""
    rest = memoryview(data)
    while rest:
        try:
            rest = rest[os.write(STDOUT, rest) :]
        except BlockingIOError:
            select.select([], [STDOUT], [])
        except BrokenPipeError:
            raise OutputClosed from None
        except OSError as error:
            raise restated(error, "write standard output") from None


def say(line: str) -> None:
    """Print one line at once; a path that is no valid text comes out as the bytes it is."""
    write_output(os.fsencode(line + "\n"))


def complain(message: str) -> None:
    """Print one line on standard error, if there is one."""
    with contextlib.suppress(OSError):
        print(f"netuv: {message}", file=sys.stderr, flush=True)


def restated(error: OSError, what: str) -> OSError:
    """``error`` again, saying what could not be done."""
    return OSError(error.errno, f"cannot {what}: {os.strerror(error.errno or 0).lower()}")


def describe(error: OSError) -> str:
    """One line for ``error``: its message, and what its code means where that is not in it."""
    message = error.strerror or str(error)
    code = getattr(error, "code", None)
    if code is None or f"{code}:" in message:
        return message
    if isinstance(error, socket.gaierror):
        meaning = "no such host" if code == "ENOTFOUND" else "the name could not be looked up"
    else:
        meaning = os.strerror(error.errno or 0).lower()
    return f"{message} ({meaning})"


# The commands


def serve(server: netuv.Server, where: Endpoint) -> None:
    """Listen at ``where``, say so, and run until something ends it."""
    server.on("listening", lambda: say(f"listening on {format_address(server.address())}"))
    server.listen(**where.options())
    netuv.run()


def echo(where: Endpoint) -> None:
    """Give every client back what it sends."""

    def connected(client: netuv.Socket) -> None:
        client.on("error", ignore)
        client.pipe(client)

    serve(netuv.create_server(connected), where)


def ignore(_error: OSError) -> None:
    """One client's trouble is no reason to stop serving the others."""


def connect(target: Endpoint) -> None:
    """Join standard input and output to ``target``, until it ends the connection."""
    sock = netuv.connect(**target.options())
    sock.on("connect", lambda: Input(sock))
    sock.on("data", write_output)
    netuv.run()


class Input:
    """Standard input on its way to a socket.

    It may be a regular file, which no loop can watch, so a thread reads it and hands over chunk by
    chunk; it is never more than a few chunks ahead of what the socket has taken. The thread is a
    daemon: when the peer ends the connection, nobody waits for input that nobody wants.
    """

    def __init__(self, sock: netuv.Socket) -> None:
        self._sock = sock
        self._loop = netuv.get_loop()
        self._room = threading.Semaphore(CHUNKS_READ_AHEAD)
        self._held = 0
        sock.on("drain", self._drained)
        threading.Thread(target=self._read, name="netuv-stdin", daemon=True).start()

    def _read(self) -> None:
        try:
            chunk = b"."
            while chunk:
                self._room.acquire()
                chunk = read_input()
                self._loop.call_soon_threadsafe(self._write, chunk)
        except OSError as error:
            self._loop.call_soon_threadsafe(self._sock.destroy, error)
        except RuntimeError:
            return  # the loop is closed: the program is on its way out

    def _write(self, chunk: bytes) -> None:
        if not self._sock.writable:
            return
        if not chunk:
            self._sock.end()
        elif self._sock.write(chunk):
            self._room.release()
        else:
            self._held += 1

    def _drained(self) -> None:
        held, self._held = self._held, 0
        for _ in range(held):
            self._room.release()


def proxy(where: Endpoint, target: Endpoint) -> None:
    """Relay every client of ``where`` to ``target``, each direction until its source ends."""

    def connected(client: netuv.Socket) -> None:
        upstream = netuv.connect(allow_half_open=True, **target.options())

        def client_failed(_error: OSError) -> None:
            abandon(upstream, target)

        def upstream_failed(error: OSError) -> None:
            if getattr(error, "syscall", None) in ("connect", "getaddrinfo"):
                complain(describe(error))
            abandon(client, where)

        client.on("error", client_failed)
        upstream.on("error", upstream_failed)
        client.pipe(upstream)
        upstream.pipe(client)

    serve(netuv.create_server(connected, allow_half_open=True), where)


def abandon(sock: netuv.Socket, kind: Endpoint) -> None:
    """Destroy ``sock`` because its partner failed, with a reset where there is one.

    A plain close would look like a proper end to the peer, and what it has got like all of it.
    """
    if kind.path is not None or sock.connecting or sock.destroyed:
        sock.destroy()
    else:
        sock.reset_and_destroy()
