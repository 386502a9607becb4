"""The current loop of a thread, and what the public functions do with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .._util.running import CurrentLoop, running_host
from .loop import Loop
from .threads import threads
from .timers import Immediate, Timeout

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .loop import Ts


def get_loop() -> Loop:
    """The current loop of this thread: its own, made at first use, or the one that runs.

    While an asyncio loop runs it is the one attached to that, made at first use.
    """
    loop: Loop
    if threads.entered is not None:
        loop = threads.entered[0]
        return loop
    host = running_host()
    if host is not None:
        return _attached_to(host)
    loop = threads.loops.own
    if loop is None or loop._core is None:
        loop = threads.loops.own = Loop()
    return loop


def _attached_to(host: Any) -> Loop:
    attached = threads.attached.get(id(host))
    if attached is None or attached._core is None:
        from .guest import GuestLoop

        for other in list(threads.attached.values()):
            if other._host.is_closed():  # without shutdown_asyncgens(), which closes it
                other.close()
        attached = GuestLoop(host)
        try:
            threads.attached[id(host)] = attached
            attached.attach()
        except BaseException:
            attached.close()
            raise
    return attached


def run() -> None:
    """Runs the calling thread's loop until nothing referenced is left; see ``Loop.run``."""
    get_loop().run()


def next_tick(callback: Callable[[Unpack[Ts]], Any], *args: Unpack[Ts]) -> None:
    """Calls ``callback(*args)`` after the current callback, before any event
    (manual: process.nextTick()).

    Raises ``ERR_INVALID_ARG_TYPE`` for what cannot be called.
    """
    get_loop().next_tick(callback, *args)


def set_immediate(callback: Callable[[Unpack[Ts]], Any], *args: Unpack[Ts]) -> Immediate:
    """Calls ``callback(*args)`` after this turn's I/O events (manual: timers.setImmediate()).

    Returns the Immediate, for ``clear_immediate()``. Raises ``ERR_INVALID_ARG_TYPE``.
    """
    return get_loop().set_immediate(callback, *args)


def set_timeout(
    callback: Callable[[Unpack[Ts]], Any], delay: float | None = 1, *args: Unpack[Ts]
) -> Timeout:
    """Calls ``callback(*args)`` once after ``delay`` milliseconds (manual: timers.setTimeout()).

    ``delay`` (1): what is not between 1 and 2**31-1, or no number, is 1; too long a one warns
    (``TimeoutOverflowWarning``); fractions are cut off, and text is the number that it shows.
    Returns the Timeout, for ``clear_timeout()``. Raises ``ERR_INVALID_ARG_TYPE``.
    """
    return get_loop().set_timeout(callback, delay, *args)


def set_interval(
    callback: Callable[[Unpack[Ts]], Any], delay: float | None = 1, *args: Unpack[Ts]
) -> Timeout:
    """Calls ``callback(*args)`` every ``delay`` milliseconds (manual: timers.setInterval()).

    They count from when the callback began, whatever it takes. ``delay`` (1): as for
    ``set_timeout``. Returns the Timeout, for ``clear_interval()``. Raises
    ``ERR_INVALID_ARG_TYPE``.
    """
    return get_loop().set_interval(callback, delay, *args)


def clear_timeout(timer: Timeout | None) -> None:
    """Cancels a timer (manual: timers.clearTimeout()).

    Nothing for one that is over, and, as in Node, for None and all that is no timer.
    """
    if isinstance(timer, Timeout):
        timer.close()


def clear_interval(timer: Timeout | None) -> None:
    """The same as ``clear_timeout(timer)`` (manual: timers.clearInterval())."""
    clear_timeout(timer)


def clear_immediate(immediate: Immediate | None) -> None:
    """Cancels an immediate (manual: timers.clearImmediate()).

    Nothing for one that is over, and for None and all that is none.
    """
    if isinstance(immediate, Immediate):
        immediate.close()


def _next_tick(callback: Callable[..., Any], *args: Any) -> None:
    get_loop().next_tick(callback, *args)  # looked up at each call: tests set another one


CurrentLoop.next_tick = _next_tick
