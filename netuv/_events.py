"""EventEmitter: Node's events, under API.md's naming rule."""

from __future__ import annotations

from functools import partial
from typing import Any, Callable, TypeVar, overload
from weakref import ref

from ._errors import (
    MaxListenersExceededWarning,
    UnhandledError,
    invalid_arg_type,
    out_of_range,
    plain,
    shown,
)
from ._frames import warn_user

Listener = Callable[..., Any]
Self = TypeVar("Self", bound="EventEmitter")
F = TypeVar("F", bound=Listener)

_CO_COROUTINE = 0x80
default_max_listeners = 10


class Wrapper:
    """A listener that stands for another one."""

    __slots__ = ("listener",)

    def __init__(self, listener: Listener) -> None:
        self.listener = listener

    def __call__(self, *args: Any) -> Any:
        raise NotImplementedError


class _Once(Wrapper):
    """A listener that takes itself off before it is called.

    It is the emitter's own: a reference back would keep both for the collector.
    """

    __slots__ = ("emitter", "event", "fired")

    def __init__(self, emitter: EventEmitter, event: str, listener: Listener) -> None:
        Wrapper.__init__(self, listener)
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
        return self.listener(*args)


class Internal:
    """Who has listeners of netuv's own: none is skipped since a user's before it has raised.

    Or an await would hang, bytes would not be piped.
    """

    __slots__ = ()


def _is_internal(listener: Listener) -> bool:
    listener = _unwrap(listener)
    return isinstance(getattr(listener, "__self__", listener), Internal)


def _check_listener(listener: object) -> None:
    if not callable(listener):
        raise invalid_arg_type("listener", "of type function", listener)


def check_listener(listener: object) -> None:
    """Raises what adding it to an event would, before anything is changed."""
    _check_listener(listener)
    if _is_async(listener):
        from ._futures import running_loop  # it imports what imports this module

        running_loop("An async listener")


def check_event(event: object) -> None:
    """An event's name is a ``str``, or anything else that is a key of a dict, as Node's symbols."""
    try:
        hash(event)
    except Exception:
        raise _wrong_event(event) from None


def _wrong_event(event: object) -> Exception:
    return invalid_arg_type("event", "of type str", event)


def _is_async(listener: Any) -> bool:
    code = getattr(listener, "__code__", None)
    if code is None:
        if isinstance(listener, partial):
            return _is_async(listener.func)
        code = getattr(type(listener).__call__, "__code__", None)
    return code is not None and bool(code.co_flags & _CO_COROUTINE)


def _unwrap(listener: Listener) -> Listener:
    while isinstance(listener, Wrapper):
        listener = listener.listener
    return listener


def as_error(error: Any = None, *_: Any) -> BaseException:
    """What is told as an error, as something that can be raised."""
    if isinstance(error, BaseException):
        return error
    return UnhandledError("ERR_UNHANDLED_ERROR", f"Unhandled error. ({shown(error)})")


class EventEmitter:
    """Named events and their listeners (manual: Class: EventEmitter).

    Listeners run in the order they were added, at once, when the event is emitted, with the
    arguments given to ``emit()``. Changing the listeners during an emit does not change that
    emit. An exception out of a listener skips the rest and comes out of ``emit()``. An
    ``"error"`` event that nobody listens to raises its argument. ``"new_listener"`` and
    ``"remove_listener"`` are emitted with the event and the listener.

    A listener may be ``async`` inside asyncio: each call is a task then. What is no function
    raises ``ERR_INVALID_ARG_TYPE``.
    """

    # _events: None, one (event, listeners) pair, or a dict of them: an idle
    # connection with one listener is to stay small. Listeners are tuples.
    __slots__ = ("_events", "_max_listeners", "__dict__", "__weakref__")

    _events: None | tuple[str, tuple[Listener, ...]] | dict[str, tuple[Listener, ...]]

    def __init__(self) -> None:
        self._events = None
        self._max_listeners: float | None = None

    def _listeners_of(self, event: str) -> tuple[Listener, ...]:
        events = self._events
        if events is None:
            return ()
        if type(events) is tuple:
            return events[1] if events[0] == event else ()
        try:
            return events.get(event, ())  # type: ignore[union-attr]
        except Exception:
            raise _wrong_event(event) from None

    def _set_listeners(self, event: str, listeners: tuple[Listener, ...]) -> None:
        events = self._events
        if events is None:
            self._events = (event, listeners) if listeners else None
        elif type(events) is tuple:
            if events[0] == event:
                self._events = (event, listeners) if listeners else None
            elif listeners:
                self._events = {events[0]: events[1], event: listeners}
        elif listeners:
            events[event] = listeners  # type: ignore[index]
        else:
            events.pop(event, None)  # type: ignore[union-attr]
        self._listeners_changed(event)

    def _listeners_changed(self, event: str) -> None:
        """Hook: the listeners of ``event`` are others now."""

    def _adapted(self, event: str, listener: Listener) -> Listener:
        """``listener``, checked; an ``async`` one as one that starts a task."""
        check_event(event)
        _check_listener(listener)
        if not _is_async(listener):
            return listener
        from ._tasks import AsyncListener  # it imports this module

        return AsyncListener(self, event, listener)

    def _task_name(self, event: str, args: tuple[Any, ...]) -> str:
        """Hook: what the task of an ``async`` listener is called."""
        return f"netuv {type(self).__name__} {event}"

    def _task_done(self, event: str, args: tuple[Any, ...], task: Any) -> None:
        """Hook: the task of an ``async`` listener is over."""

    def _add(self, event: str, listener: Listener, prepend: bool = False) -> None:
        if type(listener) is not _Once:
            listener = self._adapted(event, listener)
        shown = _unwrap(listener)
        if self._listeners_of("new_listener"):
            self.emit("new_listener", event, shown)
        before = self._listeners_of(event)
        listeners = (listener, *before) if prepend else (*before, listener)
        self._set_listeners(event, listeners)
        limit = self.get_max_listeners()
        if limit and len(before) <= limit < len(listeners):
            warn_user(
                f"Possible EventEmitter memory leak detected. {len(listeners)} {plain(event)} "
                f"listeners added to {type(self).__name__}. Use set_max_listeners() to increase "
                "limit",
                MaxListenersExceededWarning,
            )

    @overload
    def on(self: Self, event: str, listener: Listener) -> Self: ...
    @overload
    def on(self, event: str) -> Callable[[F], F]: ...
    def on(self, event: str, listener: Listener | None = None) -> Any:
        """Adds ``listener`` to the end of ``event``'s; returns the emitter (manual: emitter.on()).

        Without a listener it is a decorator: ``@server.on("connection")``. Adding the same one
        twice has it called twice. Raises ``ERR_INVALID_ARG_TYPE``; warns
        (``MaxListenersExceededWarning``) above ``get_max_listeners()`` of them.
        """
        if listener is None:
            check_event(event)
            return self._decorator(self.on, event)
        self._add(event, listener)
        return self

    @staticmethod
    def _decorator(add: Callable[..., Any], event: str) -> Callable[[F], F]:
        def decorate(function: F) -> F:
            add(event, function)
            return function

        return decorate

    @overload
    def add_listener(self: Self, event: str, listener: Listener) -> Self: ...
    @overload
    def add_listener(self, event: str) -> Callable[[F], F]: ...
    def add_listener(self, event: str, listener: Listener | None = None) -> Any:
        """The same as ``on(event, listener)`` (manual: emitter.addListener())."""
        return self.on(event) if listener is None else self.on(event, listener)

    @overload
    def once(self: Self, event: str, listener: Listener) -> Self: ...
    @overload
    def once(self, event: str) -> Callable[[F], F]: ...
    def once(self, event: str, listener: Listener | None = None) -> Any:
        """Adds a ``listener`` of ``event`` that is taken off before its first call
        (manual: emitter.once()).

        Returns the emitter; without a listener it is a decorator. Raises ``ERR_INVALID_ARG_TYPE``.
        """
        if listener is None:
            check_event(event)
            return self._decorator(self.once, event)
        self.on(event, _Once(self, event, self._adapted(event, listener)))
        return self

    def prepend_listener(self: Self, event: str, listener: Listener) -> Self:
        """Adds ``listener`` before the others of ``event`` (manual: emitter.prependListener()).

        Returns the emitter. Raises ``ERR_INVALID_ARG_TYPE``.
        """
        self._add(event, listener, prepend=True)
        return self

    def prepend_once_listener(self: Self, event: str, listener: Listener) -> Self:
        """Adds a ``listener`` before the others of ``event``, taken off before its first call.

        (manual: emitter.prependOnceListener()) Returns the emitter. Raises
        ``ERR_INVALID_ARG_TYPE``.
        """
        once = _Once(self, event, self._adapted(event, listener))
        return self.prepend_listener(event, once)

    def remove_listener(self: Self, event: str, listener: Listener) -> Self:
        """Takes a ``listener`` of ``event`` off (manual: emitter.removeListener()).

        The one added last, if it was added more than once; nothing if there is none. Returns the
        emitter. Raises ``ERR_INVALID_ARG_TYPE``.
        """
        check_event(event)
        _check_listener(_unwrap(listener))
        listeners = self._listeners_of(event)
        for index in range(len(listeners) - 1, -1, -1):
            found = listeners[index]
            if found == listener or _unwrap(found) == listener:
                self._set_listeners(event, listeners[:index] + listeners[index + 1 :])
                if self._listeners_of("remove_listener"):
                    shown = listener if len(listeners) > 1 else _unwrap(found)  # Node's oddity
                    self.emit("remove_listener", event, shown)
                break
        return self

    def off(self: Self, event: str, listener: Listener) -> Self:
        """The same as ``remove_listener(event, listener)`` (manual: emitter.off())."""
        return self.remove_listener(event, listener)

    def remove_all_listeners(self: Self, event: str | None = None) -> Self:
        """Takes all listeners of ``event`` off, or all there are
        (manual: emitter.removeAllListeners()).

        Returns the emitter.
        """
        if event is None:
            names = [name for name in self.event_names() if name != "remove_listener"]
            for name in names:
                self.remove_all_listeners(name)
            self._set_listeners("remove_listener", ())
            return self
        check_event(event)
        if not self._listeners_of("remove_listener"):
            self._set_listeners(event, ())
            return self
        for listener in reversed(self._listeners_of(event)):
            self.remove_listener(event, listener)
        return self

    def emit(self, event: str, *args: Any) -> bool:
        """Calls the listeners of ``event`` with ``args`` (manual: emitter.emit()).

        True if there were any. What a listener raises comes out, and skips the rest;
        ``"error"`` without a listener raises its argument.
        """
        listeners = self._listeners_of(event)
        if not listeners:
            if event == "error":
                self._error_unheard(as_error(*args))
            return False
        rest = iter(listeners)
        try:
            for listener in rest:
                listener(*args)
        except BaseException:
            for listener in rest:
                if _is_internal(listener):
                    listener(*args)
            raise
        return True

    def _error_unheard(self, error: BaseException) -> None:
        """Hook: an ``"error"`` that nobody listens to."""
        raise error

    def listener_count(self, event: str) -> int:
        """How many listeners ``event`` has (manual: emitter.listenerCount())."""
        return len(self._listeners_of(event))

    def listeners(self, event: str) -> list[Listener]:
        """The listeners of ``event``, as they were given (manual: emitter.listeners())."""
        return [_unwrap(listener) for listener in self._listeners_of(event)]

    def raw_listeners(self, event: str) -> list[Listener]:
        """The listeners of ``event`` with the wrappers of ``once``, which have ``.listener``
        (manual: emitter.rawListeners()).
        """
        return list(self._listeners_of(event))

    def event_names(self) -> list[str]:
        """The events that have listeners, in the order they got their first
        (manual: emitter.eventNames()).
        """
        events = self._events
        if events is None:
            return []
        return [events[0]] if isinstance(events, tuple) else list(events)

    def set_max_listeners(self: Self, n: float) -> Self:
        """Warn when an event gets more than ``n`` listeners; 0 for never
        (manual: emitter.setMaxListeners()).

        Default 10. Raises ``ERR_INVALID_ARG_TYPE``, ``ERR_OUT_OF_RANGE``.
        """
        if isinstance(n, bool) or not isinstance(n, (int, float)):
            raise invalid_arg_type("n", "of type number", n)
        if n != n or n < 0:
            raise out_of_range("n", "a non-negative number", n)
        self._max_listeners = n
        return self

    def get_max_listeners(self) -> float:
        """The limit that ``set_max_listeners`` set, or the default, 10
        (manual: emitter.getMaxListeners()).
        """
        return default_max_listeners if self._max_listeners is None else self._max_listeners
