"""The event loop: its turns, dispatch, and what is queued for them. No stream rules.

A turn is Node's: timers that are due; the poll, whose events are dispatched in
batches; immediates; then the ``"close"`` of what was closed. The next_tick queue
is emptied after every callback.
"""

from __future__ import annotations

import os
import sys
import threading
import warnings
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import get_ident
from types import FrameType
from typing import TYPE_CHECKING, Any

from .._native import lane
from .._native.binding import check, check_system, ffi, lib
from .._util.errors import StateError, is_ours, loop_closed, loop_running, no_copy, shown, twin
from .._util.frames import warn_user
from .._util.validators import check_callable
from . import debug, signals
from .contexts import in_callers
from .slots import SlotOwner, SlotTable
from .threads import threads
from .timers import Callback, Immediate, Timeout, delay_of

if TYPE_CHECKING:
    from typing_extensions import TypeVarTuple, Unpack

    Ts = TypeVarTuple("Ts")

MAX_BYTES = 1 << 17  # of read data per batch: more would fall out of the cache

# Where a turn is.
TIMERS, IN_TIMERS, AFTER_TIMERS, POLL, DISPATCH, COLLECT, CHECK, CLOSE = range(8)
_EVER = sys.maxsize  # polls
_TIMERS_BEGIN: int = lib.NUV_TIMERS_BEGIN  # looked up once
_TIMERS_GO_ON: int = lib.NUV_TIMERS_GO_ON
_TIMERS_RESUME: int = lib.NUV_TIMERS_RESUME
_SAME_LIST: int = lib.NUV_SAME_LIST


def _batch_size() -> int:
    """``NETUV_BATCH``, for tests: how many events a batch holds."""
    return int(os.environ.get("NETUV_BATCH", lane.MAX_EVENTS))


def _keep_error(kind: Any, error: BaseException, trace: Any) -> None:
    """cffi would print what came out of the drain: keep it for run()."""
    ffi.from_handle(trace.tb_frame.f_locals["context"])._drain_error = error


@ffi.def_extern(error=-1, onerror=_keep_error)  # type: ignore[untyped-decorator]
def nuv_python_drain(context: Any) -> int:
    """The core's batch is full in the middle of a poll."""
    ffi.from_handle(context)._dispatch_records()
    return 0


class Loop:
    """An event loop of the calling thread.

    ``run()`` runs it until nothing referenced is left. An object belongs to the
    loop that is current when it is made: the thread's own (``get_loop()``), or
    another inside its ``run()`` and ``with loop:``.
    """

    __slots__ = (  # a turn reads them all: a dict of so many is slow
        "__dict__",
        "__weakref__",
        "_self_handle",
        "_holder",
        "_core",
        "_owner",
        "_waking",
        "_running",
        "_interrupted",
        "_failed",
        "_phase",
        "_undo",
        "_drain_error",
        "_ticks",
        "_immediates",
        "_immediates_now",
        "_closing",
        "_closing_now",
        "_incoming",
        "_slots",
        "_dispatcher",
        "_poll",
        "_dispatch_records",
    )

    _host: Any = None  # the asyncio loop that drives this one
    _quiet = False  # what was left open is not reported
    __reduce_ex__ = no_copy

    def __init__(self) -> None:
        self._core: Any = None
        self._owner = 0  # the thread that may use it; 0: nobody (any more)
        self._waking = threading.RLock()  # a signal handler may call in the middle of a call
        self._running = False
        self._interrupted = False
        self._failed = False  # an exception came out of the last run()
        self._phase = TIMERS
        self._undo: signals.Undo | None = None  # the last run's, where it is not done
        self._drain_error: BaseException | None = None
        self._ticks: deque[tuple[Callback, tuple[Any, ...]]] = deque()
        self._immediates: deque[Immediate] = deque()
        self._immediates_now: deque[Immediate] = deque()
        self._closing: list[Callable[[], None]] = []
        self._closing_now: list[Callable[[], None]] = []
        self._incoming: deque[tuple[Callback, tuple[Any, ...]]] = deque()
        self._slots = SlotTable()
        # The core's loop is in here from the call that makes it to the call that frees it,
        # whatever comes between that and Python's next step.
        self._holder: Any = ffi.new("nuv_loop **")
        try:
            self._make_core()
        except BaseException:
            self._core = None
            lib.nuv_loop_drop(self._holder)
            raise

    def _make_core(self) -> None:
        self._self_handle = ffi.new_handle(self)
        drain, size = lib.nuv_python_drain, _batch_size()
        error = lib.nuv_loop_new(self._holder, drain, self._self_handle, size, MAX_BYTES)
        check_system(error, "uv_loop_init")
        core, slots = self._holder[0], self._slots
        self._dispatcher = lane.Dispatcher(
            core,
            slots.sinks,
            slots.on_event,
            self._ticks,
            self._run_ticks,
            (
                self._ticks,
                slots.deferred,
                self._incoming,
                self._immediates,
                self._closing,
                slots.timers,
            ),
        )
        self._poll: Callable[[bool, int, int, bool], int] = self._dispatcher.poll
        self._dispatch_records: Callable[[], None] = self._dispatcher.dispatch
        threads.add(self)
        self._owner = get_ident()
        self._core = core  # from here on it is a loop that there is something to close of

    # -- what belongs to the loop --------------------------------------------------

    def _checked_core(self) -> Any:
        """The core's loop, if the caller may use it."""
        if self._owner != get_ident():
            self._refuse_caller()
        return self._core

    def _refuse_caller(self) -> None:
        self._check_open()
        check(lib.nuv_loop_check(self._core))
        self._owner = get_ident()  # the core knows better: another thread has adopted it

    def _check_open(self) -> None:
        """``ERR_LOOP_CLOSED`` if it is closed."""
        if self._core is None:
            raise loop_closed()

    def _is_mine(self) -> bool:
        """Whether the caller may use it."""
        return self._owner == get_ident()

    def _check_thread(self) -> None:
        """As ``checked_core()``, for what can be done after the loop's end as well."""
        if self._owner != get_ident() and self._core is not None:
            self._refuse_caller()

    def _new_timer(self, owner: SlotOwner) -> Any:
        timer = lib.nuv_timer_new(self._checked_core())
        if timer == ffi.NULL:
            raise MemoryError("netuv: no memory for a timer")
        slot = lib.nuv_timer_slot(timer)
        self._slots.register(slot, 0, owner)
        self._slots.timers.add(slot)
        return timer

    def _free_timer(self, timer: Any) -> None:
        slot = lib.nuv_timer_slot(timer)
        check(lib.nuv_timer_free(timer))
        self._slots.unregister(slot)
        self._slots.timers.discard(slot)

    # What objects ask for: in no context but the one they have bound it to themselves.

    def _queue_tick(self, callback: Callback, *args: Any) -> None:
        """Calls ``callback(*args)`` after the current callback, before any event."""
        self._checked_core()
        self._ticks.append((callback, args))

    def _start_timer(self, callback: Callback, delay: float | None, *args: Any) -> Timeout:
        """Calls ``callback(*args)`` once after ``delay`` milliseconds."""
        return Timeout._make(self, callback, delay_of(delay), args, repeats=False)

    def _queue_close(self, callback: Callable[[], None]) -> None:
        """Calls ``callback`` in this turn's close phase."""
        self._closing.append(callback)

    def _unhandled_error(self, emitter: Any, error: BaseException) -> None:
        """An ``"error"`` of ``emitter`` that nobody listens to: it comes out of ``run()``.

        One that netuv has made as a twin: the frames it comes through hold the other.
        """
        raise twin(error) if is_ours(error) else error

    # -- turns -----------------------------------------------------------------------

    def run(self) -> None:
        """Runs until nothing referenced is left, as a Node process does.

        Raises what a listener raises, and ``KeyboardInterrupt`` at Ctrl-C; a
        further ``run()`` goes on with everything still pending.
        """
        self._run(once=False, block=True)

    def run_once(self) -> bool:
        """Runs one turn, waiting for an event; True while there is more to do."""
        return self._run(once=True, block=True)

    def run_nowait(self) -> bool:
        """Runs one turn without waiting; True while there is more to do."""
        return self._run(once=True, block=False)

    def _run(self, once: bool, block: bool) -> bool:
        self._checked_core()
        if self._running:
            raise loop_running()
        self._finish_undo()
        undo = signals.Undo(
            partial(setattr, self, "_running", False),
            partial(setattr, threads, "entered", threads.entered),
        )
        try:
            try:
                self._undo = undo
                self._running = True
                threads.entered = (self, threads.entered)
                signals.catch(self._core, self._on_interrupt, undo)
                self._run_turns(once, block)
            finally:
                undo.make(undo.first)
        finally:
            if not undo.done:
                undo.make(undo.second)
            self._undo = None
        if self._interrupted:
            self._raise_interrupt()
        return self._alive()

    def _finish_undo(self) -> None:
        """Makes what more than one exception has kept the last run's end from."""
        if self._undo is not None and not self._undo.done:
            self._undo.make_later()
        self._undo = None

    def _run_turns(self, once: bool, block: bool) -> None:
        failed, self._failed = self._failed, True
        try:
            if self._ticks and not failed:
                self._run_ticks()
            most = 1 if once else _EVER
            busy = False  # a turn that had events: whether there is more shows in the next
            while busy or self._alive():
                busy = self._one_turn(block, most) > 0
                if once:
                    break
                if busy and (
                    self._slots.timers or self._immediates
                ):  # which would come in the next
                    busy = lib.nuv_loop_alive(self._core) > 0
        except _Stop:
            pass
        except BaseException:  # as in Node: whatever was to follow in this turn does
            self._immediates.append(Immediate._make(self, _nothing, ()))
            raise
        self._failed = False

    def _alive(self) -> bool:
        return bool(
            self._ticks
            or self._incoming
            or self._closing
            or self._closing_now
            or (self._immediates and self._has_immediates())
            or self._immediates_now
            or check(lib.nuv_loop_alive(self._checked_core()))
        )

    def _has_immediates(self) -> bool:
        """Whether there is one that the loop does not wait without."""
        return any(map(Immediate.has_ref, self._immediates))

    def _one_turn(self, block: bool, most: int = 1, few: int = 0) -> int:
        """One turn, or the rest of one that an exception ended.

        Further ones that have nothing to do but to poll may follow it, up to ``most`` in
        all, after those that had more than ``few`` events.
        What an exception left in the next_tick queue waits for the next callback,
        as in Node. Returns how many records the poll left for after it.
        """
        if self._phase >= DISPATCH:
            self._rest_of_turn()
            return 0
        if self._slots.timers and self._phase != POLL:
            self._run_timers()
        if debug.on:
            debug.check_owners(list(self._slots.owners))
        idle = not (
            self._ticks
            or self._incoming
            or self._closing
            or (self._immediates and self._has_immediates())
        )
        self._phase = DISPATCH
        count = self._poll(block and idle, most, few, block)
        if count < 0:
            self._raise_poll_error(count)
        if (
            self._ticks
            or self._slots.deferred
            or self._incoming
            or self._immediates
            or self._closing
        ):
            self._after_poll()
        else:
            self._phase = TIMERS
        return count

    def _rest_of_turn(self) -> None:
        if self._phase == DISPATCH:
            self._dispatch_records()
        self._after_poll()

    def _after_poll(self) -> None:
        """What follows the events of a poll; each part is done once."""
        if self._phase == DISPATCH:
            while self._slots.deferred:
                self._slots.deferred.clear()
                if check(lib.nuv_loop_flush_deferred(self._core)):
                    self._dispatch_records()
            if self._incoming:
                self._run_incoming()
            self._phase = COLLECT
            if self._ticks:  # of what an exception has ended
                self._run_ticks()
        if self._phase == COLLECT:
            self._collect_immediates()
        if self._phase == CHECK:
            if self._immediates_now:
                self._run_immediates()
            if self._closing:
                self._closing_now[:], self._closing[:] = self._closing, ()
            self._phase = CLOSE
        if self._closing_now:
            self._run_closing()
        self._phase = TIMERS

    def _raise_poll_error(self, count: int) -> None:
        if count != lib.NUV_EINTERRUPTED:
            check(count)
        self._dispatcher.arena_moved()
        error, self._drain_error = self._drain_error, None
        if error is not None:  # or there was another one while it was to be kept
            raise error

    def _run_ticks(self) -> None:
        ticks = self._ticks
        callback: Any
        args: Any
        while ticks:
            callback, args = ticks.popleft()
            callback(*args)
        callback = args = None  # an error that is kept has this frame in its traceback

    def _run_timers(self) -> None:
        """A timer phase, or the rest of one that an exception ended."""
        walk = _TIMERS_BEGIN
        if self._phase != TIMERS:
            walk = _TIMERS_RESUME
            if self._ticks and self._phase == IN_TIMERS:
                more = lib.nuv_timer_choose(self._checked_core(), walk)
                if more != _SAME_LIST:
                    self._run_ticks_of_timer(more)
        while True:
            slot = lib.nuv_timer_next(self._checked_core(), walk)
            if slot < 0:
                break
            self._phase = IN_TIMERS
            owner = self._slots.owners[slot]
            assert owner is not None
            owner._on_timer()
            walk = _TIMERS_GO_ON
            if self._ticks:  # Node looks which timer is next before it runs them
                more = lib.nuv_timer_choose(self._checked_core(), walk)
                self._run_ticks_of_timer(more)
                if more < 0:
                    walk = _TIMERS_RESUME
        self._phase = POLL

    def _run_ticks_of_timer(self, more: int) -> None:
        if more < 0:
            self._phase = AFTER_TIMERS
        self._run_ticks()

    def _run_incoming(self) -> None:
        callback: Any
        args: Any
        for _ in range(len(self._incoming)):
            callback, args = self._incoming.popleft()
            callback(*args)
            callback = args = None  # as in _run_ticks()
            if self._ticks:
                self._run_ticks()

    def _collect_immediates(self) -> None:
        self._immediates_now.extend(self._immediates)
        self._immediates.clear()
        self._phase = CHECK
        if self._ticks and not self._immediates_now:
            self._run_ticks()

    def _run_immediates(self) -> None:
        while self._immediates_now:
            immediate = self._immediates_now.popleft()
            callback, immediate._callback = immediate._callback, None
            if callback is None:
                continue
            try:
                callback(*immediate._args)
            except BaseException:
                if not self._immediates_now:  # those made meanwhile come now, as in Node
                    self._phase = COLLECT
                raise
            if self._ticks:
                self._run_ticks()

    def _run_closing(self) -> None:
        while self._closing_now:
            self._closing_now.pop()()  # libuv, and so Node, closes the last one first
            if self._ticks:
                self._run_ticks()

    # -- signals -----------------------------------------------------------------------

    def _on_interrupt(self, number: int, frame: FrameType | None) -> None:
        """Ctrl-C: at once in the user's code, at the next seam in ours, which it must not tear."""
        torn = not self._running  # its run() could not take it back
        if torn or self._interrupted or (frame is not None and signals.may_interrupt(frame)):
            raise KeyboardInterrupt
        self._ticks.appendleft((self._raise_interrupt, ()))
        self._interrupted = True

    def _raise_interrupt(self) -> None:
        if self._interrupted:
            self._interrupted = False
            raise KeyboardInterrupt

    # -- public ------------------------------------------------------------------------

    def now(self) -> int:
        """Milliseconds of a monotonic clock."""
        return check(lib.nuv_loop_now(self._checked_core()))

    def alive(self) -> bool:
        """Whether ``run()`` would have something to wait for."""
        return self._core is not None and self._alive()

    def stop(self) -> None:
        """Makes ``run()`` return after the current callback; the rest stays pending."""
        self._checked_core()
        if self._running:
            self._ticks.append((_raise_stop, ()))

    def next_tick(self, callback: Callable[[Unpack[Ts]], Any], *args: Unpack[Ts]) -> None:
        """Calls ``callback(*args)`` after the current callback, before any event."""
        check_callable(callback)
        self._queue_tick(in_callers(self, callback), *args)

    def set_immediate(self, callback: Callable[[Unpack[Ts]], Any], *args: Unpack[Ts]) -> Immediate:
        """Calls ``callback(*args)`` after this turn's I/O events."""
        check_callable(callback)
        self._checked_core()
        immediate = Immediate._make(self, in_callers(self, callback), args)
        self._immediates.append(immediate)
        return immediate

    def set_timeout(
        self, callback: Callable[[Unpack[Ts]], Any], delay: float | None = 1, *args: Unpack[Ts]
    ) -> Timeout:
        """Calls ``callback(*args)`` once after ``delay`` milliseconds (default 1)."""
        check_callable(callback)
        return self._start_timer(in_callers(self, callback), delay, *args)

    def set_interval(
        self, callback: Callable[[Unpack[Ts]], Any], delay: float | None = 1, *args: Unpack[Ts]
    ) -> Timeout:
        """Calls ``callback(*args)`` every ``delay`` milliseconds (default 1)."""
        check_callable(callback)
        inside = in_callers(self, callback)
        return Timeout._make(self, inside, delay_of(delay), args, repeats=True)

    def call_soon_threadsafe(
        self, callback: Callable[[Unpack[Ts]], Any], *args: Unpack[Ts]
    ) -> None:
        """Calls ``callback(*args)`` on this loop; the one method for other threads."""
        check_callable(callback)
        inside = in_callers(self, callback)
        with self._waking:  # or close() could free what is being woken
            if self._core is None:
                raise loop_closed()
            self._incoming.append((inside, args))
            check(lib.nuv_loop_wake(self._core))

    def _may_close(self) -> bool:
        """False if it is closed already; raises if it must not be closed now."""
        if self._holder[0] == ffi.NULL:
            return False
        check(lib.nuv_loop_check(self._holder[0]))
        if self._running:
            raise StateError("ERR_LOOP_RUNNING", "A running loop cannot be closed")
        return True

    def close(self) -> None:
        """Closes the loop and all that is open in it, without any event.

        A ``ResourceWarning`` names each ``TCP`` and ``Pipe`` that is used alone and still open.
        """
        if not self._may_close():
            return
        unclosed = [] if self._quiet else self._list_unclosed()
        self._close_all()
        for text in unclosed:
            warn_user(f"unclosed {text} of a loop that is closed", ResourceWarning)

    def _list_unclosed(self) -> list[str]:
        left = [owner._unclosed() for owner in self._slots.each()]
        return [shown(handle) for handle in left if handle is not None]

    def _close_all(self) -> None:
        self._finish_undo()
        failed = self._abandon_all()
        self._dispatcher.close()
        for queue in (self._ticks, self._immediates, self._immediates_now):
            queue.clear()
        self._closing.clear()
        self._closing_now.clear()
        self._slots.clear_owners()
        with self._waking:
            self._core = None
            self._owner = 0
            self._incoming.clear()  # of those who called until now
        check(lib.nuv_loop_drop(self._holder))
        self._slots.clear()
        threads.discard(self)
        self._self_handle = None
        self._dispatcher = _Closed()  # it had methods of the loop
        nothing: Any = self._dispatcher.dispatch
        self._poll = self._dispatch_records = nothing
        if failed is not None:
            try:
                raise failed
            finally:  # this frame is in its traceback
                failed = None

    def _abandon_all(self) -> BaseException | None:
        """Lets go of every owner, whatever comes of one: a replaced method's error, a signal's.

        Returns the first of them. What it came between is made up for: nothing of the core's
        may be left with an owner.
        """
        failed: BaseException | None = None
        broken = []
        for owner in self._slots.each():
            try:
                owner._abandon()
            except BaseException as error:
                failed = failed or error
                broken.append(owner)
        for owner in broken:
            with suppress(Exception):  # the first one says it
                owner._abandon()
        return failed

    def _close_quietly(self) -> None:
        """Its thread, or the interpreter, ends: closes what was left open, if it may be."""
        if not self._running and self._core is not None and lib.nuv_loop_check(self._core) == 0:
            self._quiet = True
            self.close()

    def __enter__(self) -> Loop:
        self._checked_core()
        outer = threads.entered
        try:
            threads.entered = (self, outer)
            return self
        except BaseException:
            threads.entered = outer
            raise

    def __exit__(self, *_: object) -> None:
        entered = threads.entered
        while entered is not None and entered[0] is not self:
            entered = entered[1]  # of one that an exception kept from leaving
        if entered is not None:
            threads.entered = entered[1]

    def __del__(self) -> None:
        holder = getattr(self, "_holder", None)
        if holder is None or not holder[0] or lib is None:  # or the interpreter is at its end
            return
        core = holder[0]
        if lib.nuv_loop_check(core) < 0:
            self._core = None
            self._owner = 0
            # refused: an inherited loop is kept, another thread's is lost
            lib.nuv_loop_drop(holder)
            return
        try:
            if lib.nuv_loop_alive(core):
                warnings.warn(f"unclosed {self!r}", ResourceWarning, stacklevel=1, source=self)
        finally:  # -W error
            self.close()


class _Closed:
    """The dispatcher of a closed loop."""

    def dispatch(self, *_: Any) -> int:
        """There is nothing."""
        return 0

    sync = close = arena_moved = dispatch


class _Stop(BaseException):
    """Ends run() from inside a callback."""


def _nothing() -> None:
    """Nothing is done."""


def _raise_stop() -> None:
    raise _Stop
