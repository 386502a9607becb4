"""The arguments of connect(), and the defaults that can be set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .. import dns
from .._listeners import check_listener
from .._native.address import is_ip
from .._util import validators as options
from .._util.errors import (
    ArgumentTypeError,
    invalid_arg_type,
    invalid_arg_value,
    too_many_arguments,
)
from .block_list import BlockList, check_block_list
from .onread import Onread, check_onread

Callback = Callable[..., Any]

SHORTEST_ATTEMPT = 10  # milliseconds

KEYWORDS = frozenset(
    "port host path local_address local_port family hints lookup no_delay keep_alive "
    "keep_alive_initial_delay auto_select_family auto_select_family_attempt_timeout "
    "block_list onread listener".split()
)


class _Defaults:
    """What the setters below change."""

    auto_select_family: bool | str = False  # Node 18's
    attempt_timeout = 250  # milliseconds


def get_default_auto_select_family() -> bool | str:
    """The default of ``auto_select_family`` (manual: net.getDefaultAutoSelectFamily())."""
    return _Defaults.auto_select_family


def set_default_auto_select_family(value: bool) -> None:
    """Sets the default of ``auto_select_family``, initially False.

    ``value``: True, False or ``"parallel"``. Raises ``ERR_INVALID_ARG_TYPE``
    (manual: net.setDefaultAutoSelectFamily()).
    """
    _Defaults.auto_select_family = _check_auto_select(value, "value")


def get_default_auto_select_family_attempt_timeout() -> int:
    """The default of ``auto_select_family_attempt_timeout``, in milliseconds.

    (manual: net.getDefaultAutoSelectFamilyAttemptTimeout())
    """
    return _Defaults.attempt_timeout


def set_default_auto_select_family_attempt_timeout(value: int) -> None:
    """Sets the default of ``auto_select_family_attempt_timeout``, initially 250.

    ``value``: milliseconds; 1 to 9 is taken as 10. Raises ``ERR_INVALID_ARG_TYPE``,
    ``ERR_OUT_OF_RANGE`` (manual: net.setDefaultAutoSelectFamilyAttemptTimeout()).
    """
    _Defaults.attempt_timeout = _check_attempt_timeout(value, "value")


def _check_auto_select(value: object, name: str) -> bool | str:
    if isinstance(value, bool):
        return value
    if value == "parallel":
        return "parallel"
    raise invalid_arg_type(name, "of type bool", value)


def _check_attempt_timeout(value: object, name: str) -> int:
    number = options.check_integer(value, name, 1, 2**31 - 1)
    return max(number, SHORTEST_ATTEMPT)


class ConnectOptions:
    """The arguments of ``connect()``."""

    def __init__(self, args: tuple[Any, ...], keywords: dict[str, Any]) -> None:
        for name in keywords:
            if name not in KEYWORDS:
                raise TypeError(f"connect() got an unexpected keyword argument {name!r}")
        values, self.listener = options.split_callback(args)
        given = {name: value for name, value in keywords.items() if value is not None}
        if "listener" in given:
            options.check_callable(given["listener"], "listener")
            self.listener = given["listener"]
        if len(values) > 2 or (len(values) > 1 and options.is_path(values[0])):
            raise too_many_arguments("connect", "a port and a host, or a path, and a listener")
        if values and options.is_path(values[0]):
            given["path"] = values[0]
        else:
            given.update(
                {name: value for name, value in zip(("port", "host"), values) if value is not None}
            )
        self._given = given
        self.path: str | None = None
        self.port = 0
        self.host = "localhost"

    def check(self, kind: str | None = None) -> None:
        """Raises what is wrong with them; ``kind`` is the socket's ``type``."""
        given = self._given
        if kind is not None and ("path" in given) != (kind == "unix"):
            raise invalid_arg_value("options.type", kind, "is for another kind of address")
        if kind in ("tcp4", "tcp6"):
            given.setdefault("family", int(kind[3]))
        if "port" not in given and "path" not in given:
            raise ArgumentTypeError(
                "ERR_MISSING_ARGS", 'The "options" or "port" or "path" argument must be specified'
            )
        self.onread: Onread | None = check_onread(given.get("onread"), "options.onread")
        if self.listener is not None:
            check_listener(self.listener)
        if options.truth(given.get("path"), "options.path"):
            self.path = options.check_str(given["path"], "options.path")
            options.check_socket_path(self.path, "options.path")
            return
        host = options.check_str(given.get("host", ""), "options.host")
        self.host = options.check_no_nul(host, "options.host") or "localhost"
        self._check_port(given.get("port"))
        self._check_local(given)
        self._check_lookup(given)
        self._check_attempts(given)
        self.no_delay = options.truth(given.get("no_delay"), "options.no_delay")
        self.keep_alive = options.truth(given.get("keep_alive"), "options.keep_alive")
        self.keep_alive_initial_delay = options.check_number(
            given.get("keep_alive_initial_delay", 0), "options.keep_alive_initial_delay"
        )

    def _check_port(self, port: Any) -> None:
        if isinstance(port, bool) or not isinstance(port, (int, float, str)):
            raise invalid_arg_type("options.port", "one of type number or string", port)
        self.port = options.check_port(port)

    def _check_local(self, given: dict[str, Any]) -> None:
        address = given.get("local_address")
        if not options.truth(address, "options.local_address"):
            address = None
        if address is not None and not is_ip(address):
            raise options.invalid_ip_address(address)
        port = given.get("local_port")
        if port is not None:
            options.check_number(port, "options.local_port")
            port = options.check_port(port, "options.local_port")
        self.local_address: str | None = address
        self.local_port = int(port or 0)

    def _check_lookup(self, given: dict[str, Any]) -> None:
        self.lookup: Callback = given.get("lookup", dns.lookup)
        self.family: Any = dns.plain_family(given.get("family", 0))
        self.hints = 0
        if is_ip(self.host):
            return  # nothing is looked up
        options.check_callable(self.lookup, "options.lookup")
        if self.lookup is dns.lookup:
            dns.family_of(self.family)
        else:
            dns.check_async(self.lookup, "lookup function")
        self.hints = dns.check_hints(given.get("hints"))

    def _check_attempts(self, given: dict[str, Any]) -> None:
        wanted = given.get("auto_select_family", _Defaults.auto_select_family)
        wanted = _check_auto_select(wanted, "options.auto_select_family")
        name = "auto_select_family_attempt_timeout"
        timeout = given.get(name, _Defaults.attempt_timeout)
        self.attempt_timeout = _check_attempt_timeout(timeout, f"options.{name}")
        self.block_list: BlockList | None = check_block_list(
            given.get("block_list"), "options.block_list"
        )
        ignored = self.family in (4, 6) or self.local_address is not None
        self.auto_select_family: bool | str = False if ignored else wanted
