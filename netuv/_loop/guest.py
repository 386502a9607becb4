"""A netuv loop attached to an asyncio loop, its host, which waits in its place.

Theory. The host watches libuv's backend descriptor; when that is readable it calls
``_turn``, one turn without blocking. After each turn the core says when there must be
another one without an event: at once (something was asked of libuv late in the turn) or
at a time (a timer). What is asked of the core between two turns makes the descriptor
readable; what is queued in Python then (ticks, immediates) schedules a turn. Where the
host cannot watch a descriptor, a thread does it and wakes the host.

asyncio has no hook for a loop's closing, but it closes its async generators at the end:
so the attached loop holds one that closes it.
"""

from __future__ import annotations

import contextvars
import os
import threading
import time
import weakref
from collections import deque
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, Any, NoReturn

from .. import _listeners
from .._native.binding import check, lib
from .._util.errors import StateError, loop_closed
from .loop import TIMERS, Loop
from .threads import threads
from .timers import Immediate
from .unretrieved import UnretrievedError, keep_error

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .loop import Ts

_NO_TIMEOUT: int = lib.NUV_NO_TIMEOUT
_FEW = 15  # events of one poll: after more there are others by the time they are dispatched
_MOST_POLLS = 4  # in one turn: each round of the host's has its price, but it has others to serve
_FIRST = (0,)
_PATIENCE = 1.0  # seconds; after that an exception may have kept a turn from being made
_RETRY = 0.01  # seconds, after a wait that failed
_AWAY = 0.05  # seconds, until it is looked whether the host is back in this loop's thread
_end_turn = lib.nuv_loop_end_turn


def _watch_by() -> str:
    """``NETUV_AIO``, for tests: ``thread`` has a thread watch the descriptor."""
    wanted = os.environ.get("NETUV_AIO", "reader")
    if wanted not in ("reader", "thread"):
        raise StateError(
            "ERR_INVALID_STATE", f"NETUV_AIO must be 'reader' or 'thread', not {wanted!r}"
        )
    return wanted


class GuestLoop(Loop):
    """The netuv loop of one asyncio loop; see ``get_loop()``. It has no ``run()``."""

    __slots__ = (
        "_host",
        "_context",
        "_scheduled",
        "_make",
        "_timer",
        "_timer_due",
        "_watch",
        "_keeper",
        "_waiting",
        "_readers",
        "_unretrieved",
        "_done_future",
        "_away",
    )

    def __init__(self, host: Any) -> None:
        self._host = host
        self._watch: _Reader | _Thread | None = None
        self._keeper: Any = None
        self._context = contextvars.Context()  # a turn's, between those of what it calls
        self._scheduled: list[None] = []  # empty, or a turn is scheduled
        self._make: Any = deque[Any](maxlen=0).extend  # runs an iterator to its end
        self._timer: Any = None
        self._timer_due = 0.0
        self._away = False  # another thread runs the host, as far as is known
        self._waiting: set[Any] = set()  # futures that a listener of ours will settle
        self._readers: weakref.WeakSet[Any] = weakref.WeakSet()
        self._unretrieved: weakref.WeakSet[UnretrievedError] = weakref.WeakSet()
        self._done_future: Any = host.create_future()  # for tasks that make a step without waiting
        self._done_future.set_result(None)
        Loop.__init__(self)

    def attach(self) -> None:
        """Has the host make the turns; ``close()`` takes back what was done before a failure."""
        watch_by = _watch_by()
        check(lib.nuv_loop_host(self._core))
        descriptor = lib.nuv_loop_backend_fd(self._core)
        if watch_by == "reader" and descriptor >= 0:
            try:
                self._watch = _Reader(self, descriptor)
                self._watch.start()
            except NotImplementedError:  # Windows' proactor
                self._watch = None
        if self._watch is None:
            self._watch = _Thread(self)
            self._watch.start()
        self._keeper = _keep(self)
        _start(self._keeper)
        self._schedule()  # the first poll gives the kernel the core's own descriptor

    # -- turns -----------------------------------------------------------------------

    def _turn(self) -> bool:
        """One turn, or the rest of one that an exception ended; whether it had events."""
        if self._running:
            return False
        if not self._is_mine():
            self._turn_elsewhere()
            return False
        busy = False
        outer = threads.entered
        try:
            try:
                self._running = True
                threads.entered = (self, outer)
                if self._ticks:
                    self._run_ticks()
                busy = self._one_turn(False, _MOST_POLLS, _FEW) > 0
            except (KeyboardInterrupt, SystemExit):
                raise
            except BaseException as error:
                self._report("Exception in a netuv listener", error)
            finally:
                threads.entered = outer
                self._running = False
                if self._owner:  # or a listener has forked, and this is the child
                    self._plan_next(_end_turn(self._core))
        except BaseException:  # perhaps in the middle of that, as a signal handler's
            threads.entered = outer
            self._running = False
            if not self._host.is_closed():
                self._schedule()
            raise
        return busy

    def _turn_elsewhere(self) -> None:
        """No turn can be made here: another thread runs the host for now, or this is a forked
        child that has inherited both.

        A thread's loop is looked after again when the host may be back. In a child nothing is
        touched: the parent waits with the same descriptor.
        """
        if self._owner and not self._away and self._watch is not None:
            self._away = True
            self._watch.stop_waiting()
            self._host.call_later(_AWAY, self._look_again)

    def _look_again(self) -> None:
        self._away = False
        if self._watch is not None:
            self._watch.wait_again()
            self._schedule()

    def _plan_next(self, timeout: int) -> None:
        """When there must be a turn though the descriptor does not ask for one."""
        if (
            timeout <= 0
            or self._phase != TIMERS
            or self._ticks
            or self._immediates
            or self._incoming
            or self._closing
        ):
            check(timeout)
            self._schedule()
        elif timeout != _NO_TIMEOUT:
            self._wake_after(timeout)

    def _schedule(self) -> None:
        if not self._scheduled:
            # A call of C: a signal handler or a trace function may keep the turn from being
            # made, but not what says that it is scheduled from being taken back.
            turn = map(self._scheduled_turn, map(self._scheduled.pop, _FIRST))
            self._host.call_soon(self._make, turn, context=self._context)
            self._scheduled.append(None)

    def _scheduled_turn(self, _: None) -> None:
        self._turn()

    def _wake_after(self, milliseconds: int) -> None:
        now = self._host.time()
        due = now + milliseconds / 1000
        if self._timer is not None:
            if now < self._timer_due <= due:  # too early costs a turn, no more
                return
            self._timer.cancel()
        self._timer_due = due
        self._timer = self._host.call_at(due, self._timed_turn, context=self._context)

    def _timed_turn(self) -> None:
        self._timer = None
        self._turn()

    def _report(self, message: str, error: BaseException, **more: Any) -> None:
        self._host.call_exception_handler({"message": message, "exception": error, **more})

    # -- awaits ----------------------------------------------------------------------

    def _make_future(self) -> Any:
        """A future that the loop's closing settles, too."""
        self._checked_core()
        future = self._host.create_future()
        self._waiting.add(future)
        future.add_done_callback(self._waiting.discard)
        return future

    def _unhandled_error(self, emitter: Any, error: BaseException) -> None:
        """Kept for the next await on ``emitter``."""
        self._unretrieved.add(keep_error(self._host, emitter, error))

    # -- what is queued between turns --------------------------------------------------

    def _queue_tick(self, callback: Callable[..., Any], *args: Any) -> None:
        """Calls ``callback(*args)`` after the current callback; from a task, soon."""
        Loop._queue_tick(self, callback, *args)
        if not self._running:
            self._schedule()

    def set_immediate(self, callback: Callable[[Unpack[Ts]], Any], *args: Unpack[Ts]) -> Immediate:
        """Calls ``callback(*args)`` after this turn's I/O events."""
        immediate = Loop.set_immediate(self, callback, *args)
        if not self._running:
            self._schedule()
        return immediate

    def _queue_close(self, callback: Callable[[], None]) -> None:
        Loop._queue_close(self, callback)
        if not self._running:
            self._schedule()

    # -- not for an attached loop ------------------------------------------------------

    def _run(self, once: bool, block: bool) -> bool:
        self._refuse()

    def stop(self) -> None:
        """There is no ``run()`` to stop: ``ERR_LOOP_ATTACHED``."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        self._checked_core()
        raise StateError(
            "ERR_LOOP_ATTACHED", "The asyncio loop runs this loop: it has no run() of its own"
        )

    # -- the end -----------------------------------------------------------------------

    def close(self) -> None:
        """Closes all that is open in it; whoever waits gets ``ERR_LOOP_CLOSED``.

        Called when the asyncio loop ends.
        """
        if not self._may_close():
            return
        if self._watch is not None:
            self._watch.stop()
            self._watch = None  # it has this loop, too
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        try:
            Loop.close(self)
        finally:
            self._detach()

    def _detach(self) -> None:
        if threads.attached.get(id(self._host)) is self:
            del threads.attached[id(self._host)]
        if not self._host.is_closed():  # or nobody will ever go on
            self._wake_all()
        self._waiting.clear()
        for error in list(self._unretrieved):
            error.report()
        _listeners.forget_tasks(self._host)
        if self._keeper is not None:
            keeper, self._keeper = self._keeper, None
            _finish(keeper)

    def _wake_all(self) -> None:
        for reader in list(self._readers):
            reader.invalidate()
        for future in list(self._waiting):
            if not future.done():
                future.set_exception(loop_closed())


# -- the asyncio loop's end --------------------------------------------------------------


async def _keep(attached: GuestLoop) -> AsyncIterator[None]:
    try:
        yield
    finally:
        attached._keeper = None  # it ends, and is not to be ended
        if attached._owner:  # or this is a forked child, whose parent has it
            attached.close()


def _start(keeper: Any) -> None:
    """Runs the generator to its ``yield``: now asyncio knows of it."""
    try:
        keeper.__anext__().send(None)
    except StopIteration:
        pass


def _finish(keeper: Any) -> None:
    """Ends the generator, where the loop is closed before asyncio ends it."""
    try:
        keeper.aclose().send(None)
    except StopIteration:
        pass


# -- how the host watches the descriptor --------------------------------------------------


class _Reader:
    """The host watches the descriptor."""

    __slots__ = ("attached", "_host", "descriptor")

    def __init__(self, attached: GuestLoop, descriptor: int) -> None:
        self.attached = attached
        self._host = attached._host
        self.descriptor = descriptor

    def start(self) -> None:
        context, turn = self.attached._context, self.attached._turn
        context.run(self._host.add_reader, self.descriptor, turn)

    def stop(self) -> None:
        if not self._host.is_closed():
            self._host.remove_reader(self.descriptor)

    stop_waiting, wait_again = stop, start


class _Thread:
    """A thread waits for the descriptor and wakes the host; it waits again after a turn
    that had no events: to hand over to it and back costs a busy host many milliseconds.
    """

    def __init__(self, attached: GuestLoop) -> None:
        self.attached = attached
        self.core = attached._core
        self.stopped = False
        self.go = threading.Semaphore(0)
        self.thread = threading.Thread(target=self._wait, name="netuv wait", daemon=True)

    def start(self) -> None:
        self.thread.start()
        self.go.release()

    def _wait(self) -> None:
        self.go.acquire()
        while True:
            if not self.stopped and lib.nuv_loop_wait(self.core) < 0:
                time.sleep(_RETRY)  # the system has no memory for it: a turn finds what there is
            if self.stopped:
                return
            try:
                host, context = self.attached._host, self.attached._context
                host.call_soon_threadsafe(self._turn, context=context)
            except RuntimeError:  # the host was closed meanwhile
                return
            self.go.acquire(timeout=_PATIENCE)

    def _turn(self) -> None:
        busy = False
        try:
            busy = self.attached._turn()
        finally:
            if busy and not self.stopped:
                self.attached._host.call_soon(self._turn, context=self.attached._context)
            elif not self.attached._away:
                self.go.release()

    def stop_waiting(self) -> None:
        """Nobody lets the thread go on; after ``_PATIENCE`` it looks by itself."""

    def wait_again(self) -> None:
        """The thread goes on."""
        self.go.release()

    def stop(self) -> None:
        self.stopped = True
        self.go.release()
        lib.nuv_loop_wake(self.core)
        if self.thread.is_alive():  # or it could not be started
            self.thread.join()
