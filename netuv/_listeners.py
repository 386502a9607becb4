"""What stands in an emitter's list of listeners, and the tasks of those that are ``async``.

An emitter is known here by what it is asked for: ``_adapted``, ``remove_listener``, ``emit``,
``_captures``, ``_task_name``, ``_task_done``, ``_tick_if_open``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable
from functools import partial
from typing import Any
from weakref import ref

from ._util.callbacks import is_awaitable
from ._util.running import running_host, running_loop
from ._util.validators import check_callable

Listener = Callable[..., Any]

_CO_COROUTINE = 0x80
capture_rejection_symbol = "nodejs_rejection"  # Node's: Symbol.for('nodejs.rejection')


class Wrapper:
    """A listener that stands for another one."""

    __slots__ = ("listener",)

    def __init__(self, listener: Listener) -> None:
        self.listener = listener

    def __call__(self, *args: Any) -> Any:
        raise NotImplementedError


class Adapter(Wrapper):
    """A wrapper that Node does not have: ``raw_listeners()`` gives what it stands for."""

    __slots__ = ()


class OnceListener(Wrapper):
    """A listener that takes itself off before it is called.

    It is the emitter's own: a reference back would keep both for the collector.
    """

    __slots__ = ("emitter", "event", "call", "fired")

    def __init__(self, emitter: Any, event: Hashable, listener: Listener) -> None:
        Wrapper.__init__(self, listener)
        self.call = emitter._adapted(event, listener)
        self.emitter = ref(emitter)
        self.event = event
        self.fired = False

    def __call__(self, *args: Any) -> Any:
        if self.fired:
            return None
        emitter = self.emitter()
        if emitter is not None:
            emitter.remove_listener(self.event, self)
        self.fired = True
        return self.call(*args)


class CapturedListener(Adapter):
    """A listener of an emitter with ``capture_rejections``: what it returns may fail later."""

    __slots__ = ("emitter", "event")

    def __init__(self, emitter: Any, event: Hashable, listener: Listener) -> None:
        Wrapper.__init__(self, listener)
        self.emitter = ref(emitter)
        self.event = event

    def __call__(self, *args: Any) -> None:
        result = self.listener(*args)
        emitter = self.emitter()
        if result is not None and emitter is not None and emitter._captures:
            follow(emitter, self.event, args, result)


class Internal:
    """Who has listeners of netuv's own: none is skipped since a user's before it has raised.

    Or an await would hang, bytes would not be piped.
    """

    __slots__ = ()


def is_internal(listener: Listener) -> bool:
    """Whether it is one of netuv's own, or a method of who has such."""
    listener = unwrap(listener)
    return isinstance(getattr(listener, "__self__", listener), Internal)


def check_listener(listener: object) -> None:
    """Raises what adding it to an event would, before anything is changed."""
    check_callable(listener, "listener")
    if is_async_listener(listener):
        running_loop("An async listener")


def is_async_listener(listener: Any) -> bool:
    """Whether a call of it gives a coroutine: as ``inspect`` says it, but fast."""
    code = getattr(listener, "__code__", None)
    if code is None:
        if isinstance(listener, partial):
            return is_async_listener(listener.func)
        code = getattr(type(listener).__call__, "__code__", None)
    return code is not None and bool(code.co_flags & _CO_COROUTINE)


def unwrap(listener: Listener) -> Listener:
    """What a user has added."""
    while isinstance(listener, Wrapper):
        listener = listener.listener
    return listener


# -- async listeners: each call is a task of the asyncio loop, kept until it is over ---------

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
            tick = emitter._tick_if_open()
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


class _Nobody:
    """The emitter of what belongs to none."""

    _captures = False

    def _task_name(self, event: Hashable, args: tuple[Any, ...]) -> str:
        return "netuv subscriber"

    def _task_done(self, event: Hashable, args: tuple[Any, ...], task: Any) -> None:
        """Nobody waits for it."""


_NOBODY = _Nobody()


class AsyncListener(Adapter):
    """Stands for an ``async`` function; its tasks have a copy of the event's context."""

    __slots__ = ("_emitter", "_event", "_host")

    def __init__(self, emitter: Any, event: Hashable, listener: Callable[..., Any]) -> None:
        Wrapper.__init__(self, listener)
        self._emitter: Callable[[], Any] = ref(emitter)  # which has this
        self._event = event
        self._host = running_loop("An async listener")

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
        host = running_loop("An async subscriber")
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


def tasks_of(emitter: Any) -> list[tuple[Any, tuple[Any, ...]]]:
    """The tasks of ``emitter``'s listeners that are not over, with their arguments."""
    return [(call.task, call.args) for call in list(_calls) if call.emitter is emitter]


def forget_tasks(host: Any) -> None:
    """The asyncio loop ends: what is left of its tasks never will be over."""
    for call in list(_calls):
        if call.host is host:
            del _calls[call]
