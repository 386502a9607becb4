"""Names to addresses: Node's ``dns.lookup``, on threads of the core."""

from __future__ import annotations

from typing import Any, Callable, Optional

from ._address import from_core, is_ip
from ._errors import invalid_arg_type, invalid_arg_value, lookup_error
from ._loop import Loop, get_loop
from ._native import error_name, ffi, lib

ADDRCONFIG: int = lib.NUV_ADDRCONFIG
V4MAPPED: int = lib.NUV_V4MAPPED
ALL: int = lib.NUV_ALL

Callback = Callable[..., Any]
_CODES = {"EAI_NONAME": "ENOTFOUND", "EAI_NODATA": "ENOTFOUND", "EAI_MEMORY": "ENOMEM"}


class _Request:
    """A lookup that is under way."""

    __slots__ = ("_loop", "_lookup", "_slot", "_hostname", "_callback", "_all")

    def __init__(
        self, loop: Loop, hostname: str, family: int, hints: int, all: bool, callback: Callback
    ) -> None:
        self._loop = loop
        self._hostname = hostname
        self._callback = callback
        self._all = all
        name = _host_bytes(hostname)
        self._lookup = lib.nuv_lookup_new(loop._pointer(), name, family, hints)
        if self._lookup == ffi.NULL:
            raise OSError("netuv: no memory or no thread left for a lookup")
        self._slot = lib.nuv_lookup_slot(self._lookup)
        loop._register(self._slot, lib.nuv_lookup_generation(self._lookup), self)

    def _on_event(self, kind: int, status: int) -> None:
        answers = self._answers() if status == 0 else []
        self._free()
        if not answers:
            name = error_name(status) if status else "EAI_NONAME"
            self._callback(lookup_error(_CODES.get(name, name), self._hostname))
        elif self._all:
            self._callback(None, answers)
        else:
            self._callback(None, *answers[0])

    def _answers(self) -> list[tuple[str, int]]:
        address = ffi.new("nuv_address *")
        answers = []
        for index in range(lib.nuv_lookup_count(self._lookup)):
            if lib.nuv_lookup_get(self._lookup, index, address) == 0 and address.family:
                answers.append((from_core(address).address, int(address.family)))
        return answers

    def _free(self) -> None:
        self._loop._unregister(self._slot)
        lookup, self._lookup = self._lookup, None
        lib.nuv_lookup_free(lookup)

    def _on_timer(self) -> None:
        raise AssertionError("a lookup has no timer")

    def _abandon(self) -> None:
        lib.nuv_lookup_free(self._lookup)


def _host_bytes(hostname: str) -> bytes:
    if hostname.isascii():
        return hostname.encode()
    try:
        return hostname.encode("idna")
    except UnicodeError:
        return hostname.encode("utf-8", "replace")


def _family_of(family: int | str | None) -> int:
    number = {"IPv4": 4, "IPv6": 6, None: 0}.get(family, family)  # type: ignore[arg-type]
    if number not in (0, 4, 6) or isinstance(number, bool):
        raise invalid_arg_value("family", family, "must be one of: 0, 4, 6")
    return int(number)


def lookup(
    hostname: str,
    callback: Callback,
    *,
    family: int | str | None = 0,
    hints: int = 0,
    all: bool = False,
) -> None:
    """Resolves ``hostname`` as the system does (Node's manual, dns.lookup).

    ``callback(error, address, family)`` is called with the first address, or
    ``callback(error, [(address, family), …])`` with ``all=True``; on failure with
    a ``socket.gaierror`` alone. ``family``: 0 (either), 4 or 6. ``hints``: an or
    of ``ADDRCONFIG``, ``V4MAPPED``, ``ALL``. The order is the system's.
    """
    if not isinstance(hostname, str):
        raise invalid_arg_type("hostname", "of type string", hostname)
    if not callable(callback):
        raise invalid_arg_type("callback", "of type function", callback)
    if hints & ~(ADDRCONFIG | V4MAPPED | ALL):
        raise invalid_arg_value("hints", hints)
    number = _family_of(family)
    loop = get_loop()
    literal = is_ip(hostname)
    if literal:
        answer: tuple[Any, ...] = ([(hostname, literal)],) if all else (hostname, literal)
        loop.next_tick(callback, None, *answer)
    elif "\0" in hostname or not hostname:
        loop.next_tick(callback, lookup_error("ENOTFOUND", hostname))
    else:
        _Request(loop, hostname, number, hints, bool(all), callback)


Lookup = Optional[Callable[..., Any]]
