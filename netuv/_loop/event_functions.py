"""The functions of Node's ``events`` module, for emitters and for AbortSignals."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from .._events import EventEmitter, check_max_listeners
from .._listeners import Listener
from .._util import validators as options
from .._util.callbacks import takes_error
from .._util.errors import invalid_arg_type
from .abort import AbortSignal, on_abort

_KINDS = "an instance of EventEmitter or AbortSignal"


def get_event_listeners(emitter: EventEmitter | AbortSignal, event: Hashable) -> list[Listener]:
    """The listeners of ``event``, as they were given (manual: events.getEventListeners()).

    ``emitter``: an EventEmitter or AbortSignal. Raises ``ERR_INVALID_ARG_TYPE``.
    """
    if isinstance(emitter, AbortSignal):
        return emitter._listeners_of(event)
    if not options.is_method(emitter, "listeners"):
        raise invalid_arg_type("emitter", _KINDS, emitter)
    found: list[Listener] = emitter.listeners(event)
    return found


def get_max_listeners(emitter: EventEmitter | AbortSignal) -> float:
    """How many listeners of one event it may have without a warning
    (manual: events.getMaxListeners()).

    ``emitter``: an EventEmitter or AbortSignal. Raises ``ERR_INVALID_ARG_TYPE``, as Node 18 does
    for a signal without a limit, too.
    """
    if isinstance(emitter, AbortSignal) and emitter._max_listeners:
        return emitter._max_listeners
    if not options.is_method(emitter, "get_max_listeners"):
        raise invalid_arg_type("emitter", _KINDS, emitter)
    limit: float = emitter.get_max_listeners()  # type: ignore[union-attr]
    return limit


def set_max_listeners(n: float | None = None, *event_targets: EventEmitter | AbortSignal) -> None:
    """Warn when an event of one of these gets more than ``n`` listeners; 0 for never
    (manual: events.setMaxListeners()).

    ``n``: by default ``default_max_listeners``. ``event_targets``: emitters and AbortSignals;
    without any ``n`` is the default of all emitters, and of signals made from now on. Raises
    ``ERR_INVALID_ARG_TYPE``, ``ERR_OUT_OF_RANGE``, and then none has been set.
    """
    if n is None:
        n = EventEmitter.default_max_listeners
    check_max_listeners(n, "n")
    setters: list[Callable[[float], Any]] = []
    for target in event_targets:
        if isinstance(target, AbortSignal):
            setters.append(target._limit_listeners)
        elif options.is_method(target, "set_max_listeners"):
            setters.append(target.set_max_listeners)
        else:
            raise invalid_arg_type("event_targets", _KINDS, target)
    for set_limit in setters:
        set_limit(n)
    if not event_targets:
        EventEmitter.default_max_listeners = n


def listener_count(emitter: EventEmitter, event: Hashable) -> int:
    """How many listeners ``event`` has; ``emitter.listener_count(event)`` is the same
    (manual: events.listenerCount()).

    Raises ``ERR_INVALID_ARG_TYPE``.
    """
    if not options.is_method(emitter, "listener_count"):
        raise invalid_arg_type("emitter", "an instance of EventEmitter", emitter)
    return emitter.listener_count(event)


class Disposable:
    """What takes a listener off: by ``dispose()``, or at the end of ``with``."""

    __slots__ = ("_dispose",)

    def __init__(self, dispose: Callable[..., None]) -> None:
        self._dispose = dispose

    def dispose(self) -> None:
        """Takes it off; nothing if it was called, or is off."""
        self._dispose()

    def __enter__(self) -> Disposable:
        return self

    def __exit__(self, *_: object) -> None:
        self._dispose()


def add_abort_listener(signal: AbortSignal, listener: Listener) -> Disposable:
    """Calls ``listener`` once when ``signal`` is aborted, in the next tick if it has been
    (manual: events.addAbortListener()).

    It is given the AbortEvent, None if there was none to wait for, or nothing if it takes
    nothing. Returns what takes it off, by ``dispose()`` or at the end of ``with``. Raises
    ``ERR_INVALID_ARG_TYPE``.
    """
    if signal is None:
        raise invalid_arg_type("signal", "an instance of AbortSignal", signal)
    options.check_signal(signal, "signal")
    options.check_callable(listener, "listener")
    return Disposable(on_abort(signal, "signal", takes_error(listener), None))
