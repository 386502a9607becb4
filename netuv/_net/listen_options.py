"""The arguments of listen()."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .._handles.base import Handle
from .._listeners import check_listener
from .._util import validators as options
from .._util.errors import (
    ArgumentValueError,
    invalid_arg_type,
    invalid_arg_value,
    shown,
    too_many_arguments,
)

Callback = Callable[..., Any]

KEYWORDS = frozenset(
    "port host path fd backlog exclusive readable_all writable_all ipv6_only signal "
    "callback".split()
)


class ListenOptions:
    """The arguments of ``listen()``, checked.

    One of ``handle``, ``fd`` and ``path`` is set, or none: then it is TCP, and ``host``
    may be None.
    """

    def __init__(self, args: tuple[Any, ...], keywords: dict[str, Any]) -> None:
        for name in keywords:
            if name not in KEYWORDS:
                raise TypeError(f"listen() got an unexpected keyword argument {name!r}")
        values, self.callback = options.split_callback(args)
        given = {name: value for name, value in keywords.items() if value is not None}
        if "callback" in given:
            options.check_callable(given["callback"])
            self.callback = given.pop("callback")
        if self.callback is not None:
            check_listener(self.callback)
        self.handle: Handle | None = None
        self.fd: int | None = None
        self.path: str | None = None
        self.host: str | None = None
        self.port = 0
        self._take_values(values, given)
        self._take_place(values, given)
        self.backlog = _backlog(given.get("backlog"))
        self.signal = given.get("signal")
        options.check_signal(self.signal, "options.signal")
        self.ipv6_only = options.check_bool(given.get("ipv6_only"), "options.ipv6_only")
        options.check_bool(given.get("exclusive"), "options.exclusive")  # nothing is shared
        self._check_modes(given)

    def _take_values(self, values: list[Any], given: dict[str, Any]) -> None:
        """The positional forms, as keywords."""
        first = values[0] if values else None
        rest = values[1:]
        if _is_object(first):
            self._take_object(first, given)
        elif isinstance(first, str) and first.strip() and options.is_path(first):
            given["path"] = first
            given.pop("port", None)
        else:
            if first is not None:
                given["port"] = first
            if rest and (rest[0] is None or isinstance(rest[0], str)):
                given["host"] = rest.pop(0) or given.get("host", "")
        if len(rest) > 1:
            takes = "a port and a host, a path or a handle, then a backlog"
            raise too_many_arguments("listen", takes)
        for backlog in rest:
            if options.to_port_number(backlog) is None and backlog is not None:
                raise invalid_arg_type("backlog", "of type number", backlog)
            given.setdefault("backlog", backlog)

    def _take_object(self, value: Any, given: dict[str, Any]) -> None:
        """Something with a handle or a descriptor; it goes before all keywords."""
        value = getattr(value, "_handle", None) or getattr(value, "handle", None) or value
        if isinstance(value, Handle):
            self.handle = value
            return
        fd = getattr(value, "fd", None)
        if not _is_descriptor(fd):
            raise invalid_arg_value("options", value, 'must have the property "port" or "path"')
        given["fd"] = fd

    def _take_place(self, values: list[Any], given: dict[str, Any]) -> None:
        """Where to listen: a handle, a descriptor, a port, a path, in this order."""
        if self.handle is not None:
            return
        if _is_descriptor(given.get("fd")):
            self.fd = given["fd"]
        elif "port" in given:
            self._take_port(given["port"], given)
        elif "path" in given:
            if not isinstance(given["path"], str) or not given["path"]:
                raise invalid_arg_value("options", given["path"])
            self.path = given["path"]
            options.check_socket_path(self.path, "options.path")
        elif not values and given:
            raise invalid_arg_value("options", given, 'must have the property "port" or "path"')
        else:
            self._take_port(0, given)

    def _take_port(self, value: Any, given: dict[str, Any]) -> None:
        if isinstance(value, bool) or not isinstance(value, (int, float, str)):
            raise ArgumentValueError(
                "ERR_INVALID_ARG_VALUE",
                f"The argument 'options' is invalid. Received {shown(value)}",
            )
        self.port = options.check_port(value, "options.port")
        if "host" in given:
            host = options.check_str(given["host"], "hostname")
            self.host = options.check_no_nul(host, "hostname") or None

    def _check_modes(self, given: dict[str, Any]) -> None:
        self.readable_all = options.check_bool(given.get("readable_all"), "options.readable_all")
        self.writable_all = options.check_bool(given.get("writable_all"), "options.writable_all")
        is_abstract = self.path is not None and self.path[0] == "\0"
        if is_abstract and (self.readable_all or self.writable_all):
            reason = "cannot set readable_all or writable_all: an abstract socket has no file"
            raise invalid_arg_value("options", given, reason)


def _is_object(value: object) -> bool:
    return value is not None and not isinstance(value, (str, int, float))


def _is_descriptor(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _backlog(value: Any) -> int:
    """What is given, as far as the system can count; the default for 0 and less, as in Node."""
    number = options.to_port_number(value)
    if number is None and value is not None:
        raise invalid_arg_type("options.backlog", "of type number", value)
    wanted = number if number is not None and number > 0 else options.DEFAULT_BACKLOG
    return min(wanted, options.LARGEST_BACKLOG)
