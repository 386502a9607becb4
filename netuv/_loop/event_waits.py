"""Node's ``events.once()`` and ``events.on()``: to await an event, to iterate over all of them.

Both listen from the call on, as in Node, also to what is no EventEmitter of ours: to what has
``on`` and ``remove_listener``, or, as an AbortSignal, ``add_event_listener``. They end with an
``"error"``, unless that is the event; of a signal there is none.
"""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine, Generator, Hashable
from functools import partial
from typing import Any

from .._events import EventEmitter, as_error, check_event
from .._listeners import Internal
from .._util import validators as options
from .._util.errors import invalid_arg_type
from .._util.running import running_loop
from . import futures
from .abort import AbortSignal, aborted, on_abort
from .loop import Loop
from .unretrieved import part_with, raise_error_of_others
from .waits import Wait


class _Foreign:
    """What is no EventEmitter of ours, as far as one is needed here."""

    def __init__(self, target: Any, event: Hashable) -> None:
        self.target = target
        self.event = event
        self.listens = options.is_method(target, "on", "remove_listener")
        if not self.listens and not options.is_method(
            target, "add_event_listener", "remove_event_listener"
        ):
            raise invalid_arg_type("emitter", "an instance of EventEmitter", target)

    def on(self, event: Hashable, listener: Callable[..., Any]) -> None:
        """Adds a listener; to ``"error"`` not where that is an event as others are."""
        if self.listens:
            self.target.on(event, listener)
        elif event == self.event:
            self.target.add_event_listener(event, listener)

    def off(self, event: Hashable, listener: Callable[..., Any]) -> None:
        """Takes it off."""
        if self.listens:
            self.target.remove_listener(event, listener)
        elif event == self.event:
            self.target.remove_event_listener(event, listener)

    def listener_count(self, event: Hashable) -> int:
        """How many listeners there are, ours among them; 0 if that cannot be had."""
        count: Any = getattr(self.target, "listener_count", None)
        if not callable(count):
            return 0
        found: Any = count(event)
        return found  # type: ignore[no-any-return]

    def _unhandled_error(self, error: BaseException) -> None:
        raise error


def _emitter(target: Any, event: Hashable) -> Any:
    if isinstance(target, EventEmitter):
        return target
    return _Foreign(target, event)


def _check_signal(signal: Any) -> None:
    options.check_signal(signal, "options.signal")
    if signal is not None and signal.aborted:
        raise aborted(signal)


def _let_go(emitter: Any, stop: Callable[[], None]) -> None:
    """Takes off the listeners of who is garbage, which may be found in any thread."""
    loop = getattr(emitter, "_loop", None)
    if not isinstance(loop, Loop) or loop._core is None or loop._is_mine():
        stop()
    else:
        loop.call_soon_threadsafe(stop)


# -- once --------------------------------------------------------------------------------


class _OnceWait(Wait):
    """A wait whose listeners are taken off by the event, as in Node, not by the task."""

    def settle(self, event: Any) -> None:
        Wait.settle(self, event)
        self.take_off()

    def abort(self, signal: Any) -> None:
        """The signal comes first."""
        if self.future is not None and not self.future.done():
            self.future.set_exception(aborted(signal))
            self.take_off()


class Once(Coroutine[Any, Any, tuple[Any, ...]]):
    """The coroutine of one wait, whose listeners are taken off even if it never begins."""

    __slots__ = ("_running", "_begun", "_wait", "_forget")

    def __init__(self, running: Any) -> None:
        self._running = running
        self._running.__qualname__ = "once"  # for Python's warning of what is never awaited
        self._begun = False
        self._wait: Wait | None = None
        self._forget: Callable[[], None] | None = None

    @classmethod
    def of(cls, wait: _OnceWait, signal: Any) -> Once:
        """One that ``signal`` ends, if there is one."""
        once = cls(_first(wait))
        once._wait = wait
        if signal is not None:
            once._forget = on_abort(signal, "signal", partial(wait.abort, signal))
        return once

    def _stop(self) -> None:
        wait, self._wait = self._wait, None
        if wait is not None:
            wait.stop()
        forget, self._forget = self._forget, None
        if forget is not None:
            forget()

    def send(self, value: Any) -> Any:
        """Goes on, and is over when the event has come."""
        self._begun = True
        try:
            return self._running.send(value)
        except BaseException:
            self._stop()
            raise

    def throw(self, *error: Any) -> Any:
        """Goes on with an exception, and is over."""
        self._begun = True
        try:
            return self._running.throw(*error)
        except BaseException:
            self._stop()
            raise
        finally:
            error = ()  # this frame is in its traceback

    def close(self) -> None:
        """Nobody waits any more."""
        self._begun = True
        self._running.close()
        self._stop()

    def __await__(self) -> Generator[Any, Any, tuple[Any, ...]]:
        self._begun = True
        try:
            args: tuple[Any, ...] = yield from self._running.__await__()
            return args
        finally:
            self._stop()

    def __del__(self) -> None:
        if self._wait is not None and not self._begun:
            _let_go(self._wait.emitter, self._stop)


async def _first(wait: Wait) -> tuple[Any, ...]:
    return (await wait.first())[1]


async def _failed(error: BaseException) -> tuple[Any, ...]:
    try:
        raise error
    finally:  # this frame is in its traceback
        del error


def once(
    emitter: Any, event: Hashable, *, signal: AbortSignal | None = None
) -> Coroutine[Any, Any, tuple[Any, ...]]:
    """Waits, inside asyncio, until ``emitter`` emits ``event``; its arguments
    (manual: events.once()).

    It listens from the call on, and is awaited, or made a task, once. An ``"error"`` that comes
    first is raised, unless it is the ``event``. ``emitter``: an EventEmitter, or an AbortSignal,
    of which the argument is the AbortEvent. ``signal``: an AbortSignal that ends the wait with
    an ``AbortError``. Raises ``ERR_INVALID_ARG_TYPE``, when it is awaited.
    """
    try:
        check_event(event)
        source = _emitter(emitter, event)
        running_loop("once()")
        _check_signal(signal)
        return Once.of(_OnceWait(source, (event,), "once()"), signal)
    except Exception as error:
        return Once(_failed(error))


# -- on ----------------------------------------------------------------------------------

_EVENT, _ERROR, _OVER = range(3)


class _Events(Internal):
    """The listeners of one ``on()``, and what came that nobody has taken."""

    def __init__(self, emitter: Any, event: Hashable) -> None:
        self.emitter = emitter
        self.unread: deque[tuple[Any, ...]] = deque()
        self.waiting: deque[Any] = deque()  # futures
        self.error: Any = None
        self.failed = False  # which is still to be raised
        self.over = False
        self.listeners: list[tuple[Hashable, Any]] = [(event, self.on_event)]
        if event != "error":
            self.listeners.append(("error", self.on_error))
        self.forget: Any = None

    def start(self, signal: Any) -> None:
        try:
            for event, listener in self.listeners:
                self.emitter.on(event, listener)
            if signal is not None and not self.over:
                self.forget = on_abort(signal, "signal", lambda: self.fail(aborted(signal)))
        except BaseException:
            self.take_off()
            raise

    def take_off(self) -> None:
        listeners, self.listeners = self.listeners, []
        for event, listener in listeners:
            self.emitter.off(event, listener)
        if self.forget is not None:
            self.forget()
            self.forget = None

    def _wake(self, kind: int, value: Any) -> bool:
        """Hands it to the first who waits, if anybody does."""
        while self.waiting:
            future = self.waiting.popleft()
            if not future.done():
                future.set_result((kind, value))
                return True
        return False

    def on_event(self, *args: Any) -> None:
        if not self._wake(_EVENT, args):
            self.unread.append(args)

    def on_error(self, error: Any = None, *_: Any) -> None:
        self.fail(error)

    def fail(self, error: Any) -> None:
        """What came before is given, then this is raised, then it is over."""
        if not self._wake(_ERROR, error):
            self.error, self.failed = error, True
        self.end()

    def end(self) -> None:
        self.over = True
        self.take_off()
        while self._wake(_OVER, None):
            pass

    def give_back(self, future: Any) -> None:
        """Who waited for it is cancelled, perhaps after it was handed over."""
        if future.cancelled() or not future.done():
            if future in self.waiting:
                self.waiting.remove(future)
            return
        if future.exception() is not None:  # the loop is closed
            return
        kind, value = future.result()
        if kind == _ERROR:
            self.error, self.failed = value, True
        elif kind == _EVENT and not self._wake(_EVENT, value):
            self.unread.appendleft(value)

    async def next(self) -> tuple[Any, ...]:
        if self.unread:
            return self.unread.popleft()
        if self.failed:
            self._raise()
        if self.over:
            raise StopAsyncIteration
        future: Any = futures.make_for(self.emitter, "events.on()")
        self.waiting.append(future)
        try:
            kind, value = await future
        except BaseException:
            self.give_back(future)
            raise
        finally:
            future = None  # has the error, whose traceback has this
        if kind == _OVER:
            raise StopAsyncIteration
        if kind == _ERROR:
            self.error = value
            value = ()
            self._raise()
        args: tuple[Any, ...] = value
        return args

    def _raise(self) -> None:
        error, self.error, self.failed = self.error, None, False
        try:
            part_with(self.emitter, error)
            raise as_error(error)
        finally:  # this frame is in its traceback
            error = None


class EventIterator(AsyncIterator[tuple[Any, ...]]):
    """The events of one emitter, for ``async for``; what ``events.on()`` gives."""

    __slots__ = ("_events",)

    def __init__(self, events: _Events) -> None:
        self._events = events

    def __aiter__(self) -> EventIterator:
        return self

    async def __anext__(self) -> tuple[Any, ...]:
        """The arguments of the next event."""
        return await self._events.next()

    async def aclose(self) -> None:
        """Listens no longer; whoever waits has come to the end."""
        self._events.end()

    async def athrow(self, error: BaseException) -> None:
        """Listens no longer; after what is still unread ``error`` is raised.

        Raises ``ERR_INVALID_ARG_TYPE``.
        """
        if not isinstance(error, BaseException):
            raise invalid_arg_type("error", "an instance of BaseException", error)
        self._events.fail(error)

    def __del__(self) -> None:
        if self._events.listeners:
            _let_go(self._events.emitter, self._events.take_off)


def on(emitter: Any, event: Hashable, *, signal: AbortSignal | None = None) -> EventIterator:
    """Iterates, inside asyncio, over the arguments of each ``event`` of ``emitter``
    (manual: events.on()).

    It listens from the call on; what comes between two steps waits. An ``"error"`` is raised
    after that, unless it is the ``event``, and ends it. It never ends by itself: when nobody
    has it any more, or by ``aclose()``. ``emitter``: an EventEmitter, or an AbortSignal.
    ``signal``: an AbortSignal that ends it with an ``AbortError``. Raises
    ``ERR_INVALID_ARG_TYPE``.
    """
    check_event(event)
    source = _emitter(emitter, event)
    running_loop("events.on()")
    _check_signal(signal)
    if isinstance(source, EventEmitter):
        raise_error_of_others(source, (event,))
    events = _Events(source, event)
    events.start(signal)
    return EventIterator(events)
