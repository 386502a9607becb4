"""What other folders ask of a loop, or of the loop that a thing belongs to.

``thing``: what was made on a loop and has it as its ``_loop``: a stream, a server, a handle.
These are functions so that Loop, and what users subclass, have no public names but their own.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import get_ident
from typing import Any

from .slots import SlotTable
from .timers import Immediate, Timeout

# -- who may use it ----------------------------------------------------------------------


def check_caller(thing: Any) -> None:
    """The head of every public method: raises unless the caller may use the thing's loop."""
    loop = thing._loop
    if loop._owner != get_ident():
        loop._refuse_caller()


def check_thread(thing: Any) -> None:
    """The same for what can be done after the loop's end as well."""
    thing._loop._check_thread()


def check_open(thing: Any) -> None:
    """``ERR_LOOP_CLOSED`` if its loop is closed."""
    thing._loop._check_open()


def checked_core(loop: Any) -> Any:
    """The core's loop, if the caller may use it."""
    return loop._checked_core()


def is_mine(thing: Any) -> bool:
    """Whether the caller may use its loop."""
    owner: int = thing._loop._owner
    return owner == get_ident()


def is_closed(thing: Any) -> bool:
    """Whether its loop is closed."""
    return thing._loop._core is None


# -- what it is --------------------------------------------------------------------------


def loop_of(thing: Any) -> Any:
    """The Loop that it belongs to."""
    return thing._loop


def host_of(thing: Any) -> Any:
    """The asyncio loop that drives its loop, or None."""
    return thing._loop._host


def is_running(thing: Any) -> bool:
    """Whether its loop is in the middle of a turn."""
    running: bool = thing._loop._running
    return running


def slots_of(loop: Any) -> SlotTable:
    """What the loop keeps per slot."""
    slots: SlotTable = loop._slots
    return slots


def pending_immediates(loop: Any) -> list[Immediate]:
    """Those that have not been called, in their order."""
    return [*loop._immediates_now, *loop._immediates]


# -- what it is to do --------------------------------------------------------------------


def queue_tick(emitter: Any, callback: Callable[..., Any], *args: Any) -> None:
    """Calls ``callback(*args)`` at the next tick, in the emitter's context."""
    context = emitter._context
    if context is None:
        emitter._loop._queue_tick(callback, *args)
    else:
        emitter._loop._queue_tick(context, callback, *args)


def queue_tick_on(loop: Any, callback: Callable[..., Any], *args: Any) -> None:
    """The same in no context but the one that ``callback`` is bound to."""
    loop._queue_tick(callback, *args)


def start_timer(
    thing: Any, callback: Callable[..., Any], delay: float | None, *args: Any
) -> Timeout:
    """Calls ``callback(*args)`` once after ``delay`` milliseconds, in no context either."""
    timer: Timeout = thing._loop._start_timer(callback, delay, *args)
    return timer


def queue_close(thing: Any, callback: Callable[[], None]) -> None:
    """Calls ``callback`` in this turn's close phase."""
    thing._loop._queue_close(callback)


def queue_close_now(thing: Any, callback: Callable[[], None]) -> None:
    """Calls ``callback`` next in the close phase that is under way."""
    thing._loop._closing_now.append(callback)


def sync_records(thing: Any) -> None:
    """Makes the core see which records are dispatched: its counters count them then."""
    thing._loop._dispatcher.sync()


def report_unhandled(emitter: Any, error: BaseException) -> None:
    """An ``"error"`` of ``emitter`` that nobody listens to."""
    emitter._loop._unhandled_error(emitter, error)


def add_reader(thing: Any, reader: Any) -> Any:
    """The loop's end invalidates ``reader``. Gives a future of its host's that is done."""
    loop = thing._loop
    loop._readers.add(reader)
    return loop._done_future
