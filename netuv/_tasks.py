"""``async`` listeners: each call is a task of the asyncio loop, kept until it is over."""

from __future__ import annotations

from collections.abc import Awaitable, Hashable
from typing import Any, Callable
from weakref import ref

from ._events import Adapter, EventEmitter, Wrapper, capture_rejection_symbol
from ._loop import futures
from ._loop.contexts import InContext
from ._loop.current import get_loop
from ._loop.threads import running_host
from ._util.callbacks import is_awaitable

_calls: dict[Call, None] = {}  # that are not over


class Call:
    """The call of a listener that has become a task, or has returned what can be awaited."""

    __slots__ = ("host", "emitter", "event", "args", "captured", "task")

    def __init__(self, host: Any, emitter: Any, event: Hashable, args: tuple[Any, ...]) -> None:
        self.host = host
        self.emitter = emitter
        self.event = event
        self.args = args
        self.captured: bool = emitter._captures  # a failure is the emitter's
        self.task: Any = None

    def start(self, work: Any) -> None:
        """``work``: the coroutine, or whatever else can be awaited."""
        self.task = task = _task_of(self.host, work)
        if task is not work and hasattr(task, "set_name"):
            task.set_name(self.emitter._task_name(self.event, self.args))
        _calls[self] = None
        task.add_done_callback(self._done)

    def _done(self, task: Any) -> None:
        emitter = self.emitter if self in _calls else None  # its loop has ended
        _calls.pop(self, None)
        error = None if task.cancelled() else task.exception()
        if emitter is not None and self.captured and isinstance(error, Exception):
            tick = _tick_of(emitter)
            if tick is not None:
                tick(self._reject, error)
                return
        if error is not None:
            self.host.call_exception_handler(
                {
                    "message": f"Exception in an async listener of {self.event!r}"
                    if emitter is not _NOBODY
                    else "Exception in an async subscriber",
                    "exception": error,
                    "task": task,
                }
            )
        if emitter is not None:
            emitter._task_done(self.event, self.args, task)

    def _reject(self, error: Exception) -> None:
        """The listener has failed after it returned."""
        emitter = self.emitter
        reject = getattr(emitter, capture_rejection_symbol, None)
        if callable(reject):
            result = reject(error, self.event, *self.args)
            if is_awaitable(result):
                call = Call(self.host, emitter, capture_rejection_symbol, ())
                call.captured = False  # or it would go on for ever
                call.start(result)
            return
        emitter._captures = False  # what listens to "error" may be async, and fail
        try:
            emitter.emit("error", error)
        finally:
            emitter._captures = True


_NOBODY = EventEmitter()


class AsyncListener(Adapter):
    """Stands for an ``async`` function; its tasks have a copy of the event's context."""

    __slots__ = ("_emitter", "_event", "_host")

    def __init__(self, emitter: Any, event: Hashable, listener: Callable[..., Any]) -> None:
        Wrapper.__init__(self, listener)
        self._emitter: Callable[[], Any] = ref(emitter)  # which has this
        self._event = event
        self._host = futures.running_loop("An async listener")

    def __call__(self, *args: Any) -> None:
        Call(self._host, self._emitter(), self._event, args).start(self.listener(*args))


def follow(emitter: Any, event: Hashable, args: tuple[Any, ...], result: Any) -> None:
    """What a listener has returned: where it can be awaited, its failure is the emitter's.

    Outside asyncio nothing runs it, and nobody can await it.
    """
    host = running_host()
    if host is not None and is_awaitable(result):
        Call(host, emitter, event, args).start(result)


def follow_alone(work: Any) -> None:
    """Runs what an ``async`` function has returned that belongs to no emitter."""
    try:
        host = futures.running_loop("An async subscriber")
    except BaseException:
        if hasattr(work, "close"):
            work.close()  # or Python warns that nobody has awaited it
        raise
    Call(host, _NOBODY, None, ()).start(work)


def _task_of(host: Any, work: Any) -> Any:
    from inspect import iscoroutine

    if iscoroutine(work):
        return host.create_task(work)
    if hasattr(work, "add_done_callback"):
        return work
    return host.create_task(_awaited(work))


async def _awaited(work: Awaitable[Any]) -> Any:
    return await work


def _tick_of(emitter: Any) -> Any:
    """What calls back in the next tick of the emitter's loop; None if that is closed."""
    if not isinstance(emitter, InContext):
        return get_loop().next_tick
    return emitter._tick if emitter._loop._core is not None else None


def tasks_of(emitter: Any) -> list[tuple[Any, tuple[Any, ...]]]:
    """The tasks of ``emitter``'s listeners that are not over, with their arguments."""
    return [(call.task, call.args) for call in list(_calls) if call.emitter is emitter]


def forget(host: Any) -> None:
    """The asyncio loop ends: what is left of its tasks never will be over."""
    for call in list(_calls):
        if call.host is host:
            del _calls[call]
