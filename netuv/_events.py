"""EventEmitter: Node's events, under API.md's naming rule."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any, ClassVar, TypeVar, overload

from ._listeners import (
    Adapter,
    AsyncListener,
    CapturedListener,
    Listener,
    OnceListener,
    capture_rejection_symbol,
    is_async_listener,
    is_internal,
    unwrap,
)
from ._util.errors import (
    MaxListenersExceededWarning,
    UnhandledError,
    invalid_arg_type,
    out_of_range,
    shown,
    worded,
)
from ._util.frames import warn_user
from ._util.running import CurrentLoop
from ._util.validators import check_callable, truth

Self = TypeVar("Self", bound="EventEmitter")
F = TypeVar("F", bound=Listener)

_MOST_INDEX = 2**32 - 2  # of a JavaScript array


class _Symbol:
    """An event's name that no other one is equal to."""

    __slots__ = ("_description",)

    def __init__(self, description: str) -> None:
        self._description = description

    def __repr__(self) -> str:
        return f"Symbol({self._description})"


error_monitor: Hashable = _Symbol("events.error_monitor")


class _Warned(tuple[Listener, ...]):
    """The listeners of an event that has been warned about, as long as there are two."""

    __slots__ = ()


def check_event(event: object) -> None:
    """An event's name is a ``str``, or anything else that is a key of a dict, as Node's symbols."""
    try:
        hash(event)
    except Exception:
        raise _wrong_event(event) from None


def _wrong_event(event: object) -> Exception:
    return invalid_arg_type("event", "of type str", event)


def check_max_listeners(n: Any, name: str) -> None:
    """``ERR_OUT_OF_RANGE`` for what is no number from 0."""
    if isinstance(n, bool) or not isinstance(n, (int, float)) or n != n or n < 0:
        raise out_of_range(name, "a non-negative number", n)


def _ordered(names: Iterable[Hashable]) -> list[Hashable]:
    """As the keys of a JavaScript object: indices, other texts, what is no text."""
    indices: list[str] = []
    texts: list[Hashable] = []
    others: list[Hashable] = []
    for name in names:
        if not isinstance(name, str):
            others.append(name)
        elif _is_index(name):
            indices.append(name)
        else:
            texts.append(name)
    return [*sorted(indices, key=int), *texts, *others]


def _is_index(name: str) -> bool:
    if not (name.isascii() and name.isdigit() and len(name) <= 10):
        return False
    return (name[0] != "0" or name == "0") and int(name) <= _MOST_INDEX


def as_error(error: Any = None, *_: Any) -> BaseException:
    """What is emitted as an error, as something that can be raised."""
    if isinstance(error, BaseException):
        return error
    made = UnhandledError("ERR_UNHANDLED_ERROR", f"Unhandled error. ({shown(error)})")
    made.context = error
    return made


class EventEmitter:
    """Named events and their listeners (manual: Class: EventEmitter).

    Listeners run in the order they were added, at once, when the event is emitted, with the
    arguments given to ``emit()``. Changing the listeners during an emit does not change that
    emit. An exception out of a listener skips the rest and comes out of ``emit()``. An
    ``"error"`` event that nobody listens to raises its argument; ``events.error_monitor`` is
    emitted before each. ``"new_listener"`` and ``"remove_listener"`` are emitted with the event
    and the listener. Anything hashable is an event's name, as in Node a symbol is.

    A listener may be ``async`` inside asyncio: each call is a task then, whose exception goes to
    the asyncio loop's handler. ``capture_rejections`` (False, or what
    ``EventEmitter.capture_rejections`` is): it goes to the method ``nodejs_rejection(error, event,
    *args)``, if there is one, or is emitted as ``"error"``; the same for what a listener
    returns that can be awaited. What is no function, or no bool, raises
    ``ERR_INVALID_ARG_TYPE``.
    """

    # _events: None, one (event, listeners) pair, or a dict of them: an idle
    # connection with one listener is to stay small. Listeners are tuples.
    __slots__ = ("_events", "_max_listeners", "__dict__", "__weakref__")

    _events: None | tuple[Hashable, tuple[Listener, ...]] | dict[Hashable, tuple[Listener, ...]]

    #: The limit of every emitter that has none of its own (manual: events.defaultMaxListeners).
    default_max_listeners: ClassVar[float] = 10
    #: Whether emitters made from now on capture (manual: events.captureRejections).
    capture_rejections: ClassVar[bool] = False
    error_monitor: ClassVar[Hashable] = error_monitor
    capture_rejection_symbol: ClassVar[str] = capture_rejection_symbol

    _captures = False  # in the dict of those that do

    def __init__(self, *, capture_rejections: bool | None = None) -> None:
        self._init_events(capture_rejections)

    def _init_events(self, capture_rejections: bool | None) -> None:
        self._events = None
        self._max_listeners: float | None = None
        if capture_rejections is not None or self.capture_rejections:
            self._captures = self._wants_captures(capture_rejections)

    def _wants_captures(self, wanted: Any) -> bool:
        """As in Node: what is true is to be a bool, what is not leaves it at the default."""
        if truth(wanted, "options.capture_rejections"):
            return check_captures(wanted)
        return check_captures(self.capture_rejections, "EventEmitter.capture_rejections")

    def _listeners_of(self, event: Hashable) -> tuple[Listener, ...]:
        events = self._events
        if events is None:
            return ()
        if type(events) is tuple:
            return events[1] if events[0] == event else ()
        try:
            return events.get(event, ())  # type: ignore[union-attr]
        except Exception:
            raise _wrong_event(event) from None

    def _set_listeners(self, event: Hashable, listeners: tuple[Listener, ...]) -> None:
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

    def _listeners_changed(self, event: Hashable) -> None:
        """Hook: the listeners of ``event`` are others now."""

    def _adapted(self, event: Hashable, listener: Listener) -> Listener:
        """``listener``, checked; an ``async`` one as one that starts a task."""
        check_event(event)
        check_callable(listener, "listener")
        if is_async_listener(listener):
            return AsyncListener(self, event, listener)
        if self._captures and not is_internal(listener):
            return CapturedListener(self, event, listener)
        return listener

    def _task_name(self, event: Hashable, args: tuple[Any, ...]) -> str:
        """Hook: what the task of an ``async`` listener is called."""
        return f"netuv {type(self).__name__} {event}"

    def _task_done(self, event: Hashable, args: tuple[Any, ...], task: Any) -> None:
        """Hook: the task of an ``async`` listener is over."""

    def _tick_if_open(self) -> Callable[..., None] | None:
        """Hook: what calls back in the next tick of its loop; None if that is closed."""
        return CurrentLoop.next_tick

    def _add(self, event: Hashable, listener: Listener, prepend: bool = False) -> None:
        if type(listener) is not OnceListener:
            listener = self._adapted(event, listener)
        shown = unwrap(listener)
        if self._listeners_of("new_listener"):
            self.emit("new_listener", event, shown)
        before = self._listeners_of(event)
        listeners = (listener, *before) if prepend else (*before, listener)
        if before and (type(before) is _Warned or self._is_leak(event, len(listeners))):
            listeners = _Warned(listeners)
        self._set_listeners(event, listeners)

    def _is_leak(self, event: Hashable, count: int) -> bool:
        """Whether ``count`` listeners are too many, which is warned about then."""
        limit = self._most_listeners()
        if not 0 < limit < count:
            return False
        warning = MaxListenersExceededWarning(
            f"Possible EventEmitter memory leak detected. {count} {worded(event)} listeners added "
            f"to [{type(self).__name__}]. Use emitter.set_max_listeners() to increase limit"
        )
        warning.emitter, warning.type, warning.count = self, event, count
        warn_user(warning)
        return True

    def _most_listeners(self) -> float:
        limit = self._max_listeners
        if limit is None:
            limit = self.default_max_listeners
            check_max_listeners(limit, "default_max_listeners")  # anybody may have assigned it
        return limit

    @overload
    def on(self: Self, event: Hashable, listener: Listener) -> Self: ...
    @overload
    def on(self, event: Hashable) -> Callable[[F], F]: ...
    def on(self, event: Hashable, listener: Listener | None = None) -> Any:
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
    def _decorator(add: Callable[..., Any], event: Hashable) -> Callable[[F], F]:
        def decorate(function: F) -> F:
            add(event, function)
            return function

        return decorate

    @overload
    def add_listener(self: Self, event: Hashable, listener: Listener) -> Self: ...
    @overload
    def add_listener(self, event: Hashable) -> Callable[[F], F]: ...
    def add_listener(self, event: Hashable, listener: Listener | None = None) -> Any:
        """The same as ``on(event, listener)`` (manual: emitter.addListener())."""
        return self.on(event) if listener is None else self.on(event, listener)

    @overload
    def once(self: Self, event: Hashable, listener: Listener) -> Self: ...
    @overload
    def once(self, event: Hashable) -> Callable[[F], F]: ...
    def once(self, event: Hashable, listener: Listener | None = None) -> Any:
        """Adds a ``listener`` of ``event`` that is taken off before its first call
        (manual: emitter.once()).

        Returns the emitter; without a listener it is a decorator. Raises ``ERR_INVALID_ARG_TYPE``.
        """
        if listener is None:
            check_event(event)
            return self._decorator(self.once, event)
        self.on(event, OnceListener(self, event, listener))
        return self

    def prepend_listener(self: Self, event: Hashable, listener: Listener) -> Self:
        """Adds ``listener`` before the others of ``event`` (manual: emitter.prependListener()).

        Returns the emitter. Raises ``ERR_INVALID_ARG_TYPE``.
        """
        self._add(event, listener, prepend=True)
        return self

    def prepend_once_listener(self: Self, event: Hashable, listener: Listener) -> Self:
        """Adds a ``listener`` before the others of ``event``, taken off before its first call.

        (manual: emitter.prependOnceListener()) Returns the emitter. Raises
        ``ERR_INVALID_ARG_TYPE``.
        """
        return self.prepend_listener(event, OnceListener(self, event, listener))

    def remove_listener(self: Self, event: Hashable, listener: Listener) -> Self:
        """Takes a ``listener`` of ``event`` off (manual: emitter.removeListener()).

        The one added last, if it was added more than once; nothing if there is none. Returns the
        emitter. Raises ``ERR_INVALID_ARG_TYPE``.
        """
        check_event(event)
        check_callable(unwrap(listener), "listener")
        listeners = self._listeners_of(event)
        for index in range(len(listeners) - 1, -1, -1):
            found = listeners[index]
            if found == listener or unwrap(found) == listener:
                rest = listeners[:index] + listeners[index + 1 :]
                if type(listeners) is _Warned and len(rest) > 1:
                    rest = _Warned(rest)
                self._set_listeners(event, rest)
                if self._listeners_of("remove_listener"):
                    shown = listener if len(listeners) > 1 else unwrap(found)  # Node's oddity
                    self.emit("remove_listener", event, shown)
                break
        return self

    def off(self: Self, event: Hashable, listener: Listener) -> Self:
        """The same as ``remove_listener(event, listener)`` (manual: emitter.off())."""
        return self.remove_listener(event, listener)

    def remove_all_listeners(self: Self, event: Hashable | None = None) -> Self:
        """Takes all listeners of ``event`` off, or all there are
        (manual: emitter.removeAllListeners()).

        Those of ``"remove_listener"`` last: it is emitted for each, the one added last first.
        Returns the emitter.
        """
        if event is None:
            self._remove_all()
            return self
        check_event(event)
        if not self._listeners_of("remove_listener"):
            self._set_listeners(event, ())
            return self
        for listener in reversed(self._listeners_of(event)):
            self.remove_listener(event, listener)
        return self

    def _remove_all(self) -> None:
        if self._listeners_of("remove_listener"):
            for name in self.event_names():
                if name != "remove_listener":
                    self.remove_all_listeners(name)
            self.remove_all_listeners("remove_listener")
        for name in self.event_names():
            self._set_listeners(name, ())

    def emit(self, event: Hashable, *args: Any) -> bool:
        """Calls the listeners of ``event`` with ``args`` (manual: emitter.emit()).

        True if there were any. What a listener raises comes out, and skips the rest;
        ``"error"`` without a listener raises its argument.
        """
        if event == "error" and self._listeners_of(error_monitor):
            self._emit_to_monitors(args)
        listeners = self._listeners_of(event)
        if not listeners:
            if event == "error":
                self._unhandled_error(as_error(*args))
            return False
        rest = iter(listeners)
        try:
            for listener in rest:
                listener(*args)
        except BaseException:
            for listener in rest:
                if is_internal(listener):
                    listener(*args)
            raise
        return True

    def _emit_to_monitors(self, args: tuple[Any, ...]) -> None:
        try:
            self.emit(error_monitor, *args)
        except BaseException:
            for listener in self._listeners_of("error"):
                if is_internal(listener):
                    listener(*args)
            raise

    def _unhandled_error(self, error: BaseException) -> None:
        """Hook: an ``"error"`` that nobody listens to."""
        raise error

    def listener_count(self, event: Hashable, listener: Listener | None = None) -> int:
        """How many listeners ``event`` has (manual: emitter.listenerCount()).

        ``listener``: how often it is among them.
        """
        listeners = self._listeners_of(event)
        if listener is None:
            return len(listeners)
        return sum(found == listener or unwrap(found) == listener for found in listeners)

    def listeners(self, event: Hashable) -> list[Listener]:
        """The listeners of ``event``, as they were given (manual: emitter.listeners())."""
        return [unwrap(listener) for listener in self._listeners_of(event)]

    def raw_listeners(self, event: Hashable) -> list[Listener]:
        """The listeners of ``event`` with the wrappers of ``once``, which have ``.listener``
        (manual: emitter.rawListeners()).
        """
        listeners = self._listeners_of(event)
        return [one.listener if isinstance(one, Adapter) else one for one in listeners]

    def event_names(self) -> list[Hashable]:
        """The events that have listeners, in the order they got their first
        (manual: emitter.eventNames()).

        As in Node, ``str`` that are array indices come first, in theirs, and what is no ``str``
        last.
        """
        events = self._events
        if events is None:
            return []
        return [events[0]] if isinstance(events, tuple) else _ordered(events)

    def set_max_listeners(self: Self, n: float) -> Self:
        """Warn when an event gets more than ``n`` listeners; 0 for never
        (manual: emitter.setMaxListeners()).

        Default 10. Returns the emitter. Raises ``ERR_OUT_OF_RANGE``.
        """
        check_max_listeners(n, "n")
        self._max_listeners = n
        return self

    def get_max_listeners(self) -> float:
        """The limit that ``set_max_listeners`` set, or the default, 10
        (manual: emitter.getMaxListeners()).
        """
        return self._most_listeners()


def check_captures(value: Any, name: str = "options.capture_rejections") -> bool:
    """``ERR_INVALID_ARG_TYPE`` unless it is a bool."""
    if not isinstance(value, bool):
        raise invalid_arg_type(name, "of type boolean", value)
    return value
