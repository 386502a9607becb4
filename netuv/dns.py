"""Names to addresses: Node's ``dns.lookup``, on threads of the core."""

from __future__ import annotations

from collections.abc import Callable
from types import CoroutineType
from typing import TYPE_CHECKING, Any, overload

from ._loop.access import checked_core, slots_of
from ._loop.contexts import in_callers
from ._loop.current import get_loop
from ._loop.loop import Loop
from ._native.address import from_core, is_ip
from ._native.binding import check_system, error_name, ffi, lib
from ._util import validators as options
from ._util.callbacks import is_async, is_awaitable
from ._util.errors import AbortError, StateError, invalid_arg_type, invalid_arg_value, lookup_error
from ._util.running import running_loop

if TYPE_CHECKING:
    from collections.abc import Awaitable
    from typing import Literal

    Family = Literal[0, 4, 6, "IPv4", "IPv6"] | None
    Order = Literal["verbatim", "ipv4first", "ipv6first"]

ADDRCONFIG: int = lib.NUV_ADDRCONFIG
V4MAPPED: int = lib.NUV_V4MAPPED
ALL: int = lib.NUV_ALL
LONGEST_NAME = 1024  # characters; NI_MAXHOST, four times what DNS has
ORDERS = ("verbatim", "ipv4first", "ipv6first")

Callback = Callable[..., Any]
_CODES = {"EAI_NONAME": "ENOTFOUND", "EAI_NODATA": "ENOTFOUND", "EAI_MEMORY": "ENOMEM"}


class Request:
    """A lookup that is under way."""

    __slots__ = ("_loop", "_lookup", "_slot", "_hostname", "_answer")

    def __init__(self, loop: Loop, hostname: str, family: int, hints: int, answer: _Answer) -> None:
        self._loop = loop
        self._hostname = hostname
        self._answer = answer
        name = _host_bytes(hostname)
        made = ffi.new("nuv_lookup **")
        check_system(
            lib.nuv_lookup_new(made, checked_core(loop), name, family, hints), "getaddrinfo"
        )
        self._lookup = made[0]
        self._slot = lib.nuv_lookup_slot(self._lookup)
        slots_of(loop).register(self._slot, lib.nuv_lookup_generation(self._lookup), self)

    def _on_event(self, kind: int, a: int) -> None:
        status = a
        try:
            found = self._found() if status == 0 else []
        except Exception as error:
            self._free()
            self._answer.callback(error)
            return
        self._free()
        if found:
            self._answer(found)
        else:
            name = error_name(status) if status else "EAI_NONAME"
            self._answer.callback(lookup_error(_CODES.get(name, name), self._hostname))

    def _found(self) -> list[tuple[str, int]]:
        address = ffi.new("nuv_address *")
        answers = []
        for index in range(lib.nuv_lookup_count(self._lookup)):
            if lib.nuv_lookup_get(self._lookup, index, address) == 0 and address.family:
                answers.append((from_core(address).address, int(address.family)))
        return answers

    def _free(self) -> None:
        slots_of(self._loop).unregister(self._slot)
        lookup, self._lookup = self._lookup, None
        lib.nuv_lookup_free(lookup)

    def _on_timer(self) -> None:
        raise AssertionError("a lookup has no timer")

    def _abandon(self) -> None:
        lookup, self._lookup = self._lookup, None
        if lookup is not None:
            lib.nuv_lookup_free(lookup)

    def _unclosed(self) -> None:
        """A lookup needs no closing."""

    def _check_decisions(self) -> None:
        """It has decided nothing."""


def _host_bytes(hostname: str) -> bytes:
    if hostname.isascii():
        return hostname.encode()
    try:
        return hostname.encode("idna")
    except UnicodeError:
        return hostname.encode("utf-8", "replace")


def plain_family(family: Any) -> Any:
    """4 and 6 for their names; all else is given back."""
    return {"IPv4": 4, "IPv6": 6}.get(family, family) if isinstance(family, str) else family


def family_of(family: int | str | None) -> int:
    """0, 4 or 6, else ``ERR_INVALID_ARG_VALUE``."""
    number = 0 if family is None else plain_family(family)
    if number not in (0, 4, 6) or isinstance(number, bool):
        raise invalid_arg_value("options.family", family, "must be one of: 0, 4, 6")
    return int(number)


def check_hints(value: Any) -> int:
    """An or of the hints, else ``ERR_INVALID_ARG_TYPE`` or ``ERR_INVALID_ARG_VALUE``."""
    number = options.check_number(0 if value is None else value, "options.hints")
    if isinstance(number, float) or number & ~(ADDRCONFIG | V4MAPPED | ALL):
        raise invalid_arg_value("hints", value)
    return number


def check_async(function: Callable[..., Any], what: str) -> None:
    """An ``async`` function needs a running asyncio loop: an error where it is handed over."""
    if is_async(function):
        running_loop(f"An async {what}")


def call_lookup(
    function: Callable[..., Any], hostname: str, callback: Callback, **keywords: Any
) -> Any:
    """Calls a lookup function, whose answer may come by the callback or be awaited.

    Returns the task of a lookup function that is ``async def``, or None.
    """
    answer = function(hostname, callback, **keywords)
    return _answer_later(answer, callback, keywords["all"]) if is_awaitable(answer) else None


def _answer_later(answer: Any, callback: Callback, all: bool) -> Any:
    loop = get_loop()
    try:
        task = running_loop("An async lookup function").create_task(_await(answer))
    except StateError:
        if isinstance(answer, CoroutineType):
            answer.close()
        raise

    def done(task: Any) -> None:
        error = AbortError() if task.cancelled() else task.exception()
        if error is not None:
            loop.call_soon_threadsafe(callback, error)
        elif all or not isinstance(task.result(), tuple):
            loop.call_soon_threadsafe(callback, None, task.result())
        else:
            loop.call_soon_threadsafe(callback, None, *task.result())

    task.add_done_callback(done)
    return task if isinstance(answer, CoroutineType) else None  # a future may be others', too


async def _await(answer: Any) -> Any:
    return await answer


def _ordered(found: list[tuple[str, int]], order: str) -> list[tuple[str, int]]:
    first = {"ipv4first": 4, "ipv6first": 6}.get(order)
    return sorted(found, key=lambda entry: entry[1] != first) if first else found


def _order_of(order: str | None, verbatim: bool | None) -> str:
    options.check_bool(verbatim, "options.verbatim")
    if order is None:
        return "ipv4first" if verbatim is False else "verbatim"
    if order not in ORDERS:
        allowed = ", ".join(f"'{name}'" for name in ORDERS)
        raise invalid_arg_value("options.order", order, f"must be one of: {allowed}")
    return order


@overload
def lookup(
    hostname: str,
    callback: Callback,
    *,
    family: Family = ...,
    hints: int = ...,
    all: bool = ...,
    order: Order | None = ...,
    verbatim: bool | None = ...,
) -> None: ...
@overload
def lookup(
    hostname: str,
    callback: None = ...,
    *,
    family: Family = ...,
    hints: int = ...,
    all: Literal[False] = ...,
    order: Order | None = ...,
    verbatim: bool | None = ...,
) -> Awaitable[tuple[str, int]]: ...
@overload
def lookup(
    hostname: str,
    callback: None = ...,
    *,
    family: Family = ...,
    hints: int = ...,
    all: Literal[True],
    order: Order | None = ...,
    verbatim: bool | None = ...,
) -> Awaitable[list[tuple[str, int]]]: ...
def lookup(
    hostname: str,
    callback: Callback | None = None,
    *,
    family: int | str | None = 0,
    hints: int = 0,
    all: bool = False,
    order: str | None = None,
    verbatim: bool | None = None,
) -> Any:
    """Resolves ``hostname`` as the system does (manual: dns.lookup()).

    ``callback(error, address, family)`` is called with the first address, or
    ``callback(error, [(address, family), …])`` with ``all=True``; on failure with
    a ``socket.gaierror`` alone. Without a callback the answer is awaited:
    ``address, family = await lookup(name)``, inside asyncio. ``family``: 0
    (either), 4 or 6. ``hints``: an or of ``ADDRCONFIG``, ``V4MAPPED``, ``ALL``.
    ``order``: ``"verbatim"`` (the system's, the default), ``"ipv4first"`` or
    ``"ipv6first"``; ``verbatim=False`` is ``"ipv4first"``. Raises
    ``ERR_INVALID_ARG_TYPE``, ``ERR_INVALID_ARG_VALUE``.
    """
    if not isinstance(hostname, str):
        raise invalid_arg_type("hostname", "of type string", hostname)
    options.check_no_nul(hostname, "hostname")
    if callback is not None and not callable(callback):
        raise invalid_arg_type("callback", "of type function", callback)
    hints = check_hints(hints)
    all = options.check_bool(all, "options.all")
    number = family_of(family)
    wanted = _order_of(order, verbatim)
    future = None
    if callback is None:
        future = running_loop("A lookup without a callback").create_future()
        callback = _Settle(future, all)
    loop = get_loop()
    literal = is_ip(hostname)
    if literal:
        answer: tuple[Any, ...] = ([(hostname, literal)],) if all else (hostname, literal)
        loop.next_tick(callback, None, *answer)
    elif not hostname or len(hostname) > LONGEST_NAME:
        loop.next_tick(callback, lookup_error("ENOTFOUND", hostname))
    else:
        inside = callback if future else in_callers(loop, callback)
        try:
            Request(loop, hostname, number, hints, _Answer(inside, all, wanted))
        except (OSError, MemoryError) as error:  # no memory, or no thread
            loop.next_tick(callback, error)
    return future


class _Answer:
    """Gives a callback what it asked for of the addresses found."""

    __slots__ = ("callback", "all", "order")

    def __init__(self, callback: Callback, all: bool, order: str) -> None:
        self.callback = callback
        self.all = all
        self.order = order

    def __call__(self, found: list[tuple[str, int]]) -> None:
        found = _ordered(found, self.order)
        if self.all:
            self.callback(None, found)
        else:
            self.callback(None, *found[0])


class _Settle:
    """Settles a future with a lookup's answer, unless it was cancelled."""

    __slots__ = ("future", "all")

    def __init__(self, future: Any, all: bool) -> None:
        self.future = future
        self.all = all

    def __call__(self, error: BaseException | None, *answer: Any) -> None:
        if self.future.done():
            return
        if error is not None:
            self.future.set_exception(error)
        else:
            self.future.set_result(answer[0] if self.all else answer)
