"""AbortController and AbortSignal: cancelling from outside, as the web and Node do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import get_ident
from typing import Any
from weakref import WeakKeyDictionary

from .._events import EventEmitter
from .._listeners import Internal
from .._util.errors import AbortError, MaxListenersExceededWarning, invalid_arg_type, wrong_thread
from .._util.frames import warn_user
from .._util.validators import check_integer, check_optional, check_signal, reason_of, truth
from .current import get_loop
from .timers import illegal_constructor

LONGEST_TIMEOUT = 2**32 - 1  # milliseconds

Listener = Callable[["AbortEvent"], Any]
OnAbort = Callable[["AbortEvent"], Any] | None

_KEY = object()  # only this module makes signals


class AbortEvent:
    """What a listener of ``"abort"`` is given."""

    __slots__ = ("type", "target")

    def __init__(self, target: AbortSignal) -> None:
        self.type = "abort"
        self.target = target


class AbortSignal:
    """Says once that something is to be aborted.

    Made by an ``AbortController``, or by ``AbortSignal.abort()``, ``.timeout()``
    and ``.any()``. ``onabort`` (None) is called before the other listeners that
    were added after it was set; setting it to what cannot be called raises
    ``ERR_INVALID_ARG_TYPE``.
    """

    __slots__ = (
        "_aborted",
        "_reason",
        "_listeners",
        "_onabort",
        "_sources",
        "_followers",
        "_max_listeners",
        "_warned",
        "__weakref__",
    )

    def __init__(self, key: object = None) -> None:
        if key is not _KEY:
            raise illegal_constructor()
        self._aborted = False
        self._reason: Any = None
        self._listeners: dict[Any, bool] = {}  # in their order; whether it is for once
        self._onabort: OnAbort = None
        self._sources: list[AbortSignal] = []  # of any()
        # Those that any() made of this one. While they have listeners they are their own value:
        # nobody else need hold one that is listened to, and one that nobody wants goes away.
        self._followers: WeakKeyDictionary[AbortSignal, AbortSignal | None] | None = None
        self._max_listeners = EventEmitter.default_max_listeners
        self._warned = False  # of too many listeners

    @property
    def aborted(self) -> bool:
        """Whether it has been aborted (manual: abortSignal.aborted)."""
        return self._aborted

    @property
    def reason(self) -> Any:
        """What ``abort(reason)`` was given, by default an ``AbortError``; None before
        (manual: abortSignal.reason).
        """
        return self._reason

    @property
    def onabort(self) -> OnAbort:
        """A listener of its own, or None (manual: abortSignal.onabort)."""
        return self._onabort

    @onabort.setter
    def onabort(self, listener: OnAbort) -> None:
        check_optional(listener, "onabort")
        self._onabort = listener
        if listener is not None:  # its place is the first one's, as in Node
            self._add(_KEY, False)

    def throw_if_aborted(self) -> None:
        """Raises the reason, if it has been aborted (manual: abortSignal.throwIfAborted())."""
        if self._aborted:
            if isinstance(self._reason, BaseException):
                raise self._reason
            raise _abort_error("This operation was aborted", self._reason)

    def add_event_listener(
        self, type: str, listener: Listener | None, *, once: bool = False
    ) -> None:
        """Calls ``listener(event)`` when the signal is aborted; not if it has been already.

        ``type``: ``"abort"``, the only event that ever happens. ``once`` (False): taken off before
        its call. Adding a listener twice is adding it once; None is no listener. Raises
        ``ERR_INVALID_ARG_TYPE``.
        """
        if listener is None:
            return
        if not callable(listener) or not _is_key(listener):
            raise invalid_arg_type("listener", "an instance of EventListener", listener)
        once = truth(once, "options.once")
        if type == "abort":
            self._add(listener, once)

    def _add(self, listener: object, once: bool) -> None:
        if listener not in self._listeners:
            self._warn_of(len(self._listeners) + 1)
            self._listeners[listener] = once
            self._hold()

    def _warn_of(self, count: int) -> None:
        """Warns, once, if so many listeners are too many."""
        if self._warned or not 0 < self._max_listeners < count:
            return
        warning = MaxListenersExceededWarning(
            f"Possible EventTarget memory leak detected. {count} abort listeners added to "
            "[AbortSignal]. Use events.set_max_listeners() to increase limit"
        )
        warning.target, warning.type, warning.count = self, "abort", count
        warn_user(warning)
        self._warned = True

    def remove_event_listener(self, type: str, listener: Listener | None) -> None:
        """Takes a ``listener`` of ``type`` (``"abort"``) off; nothing if it is none."""
        if type == "abort" and _is_key(listener):
            self._listeners.pop(listener, None)
            self._hold()

    def _limit_listeners(self, n: float) -> None:
        self._max_listeners = n
        self._warned = False

    def _listeners_of(self, type: object) -> list[Any]:
        if type != "abort":
            return []
        return [self._onabort if one is _KEY else one for one in self._listeners]

    def _hold(self) -> None:
        """Sees to it that the sources hold a signal of any() exactly while it is listened to."""
        held = self if self._listeners else None
        for source in self._sources:
            if source._followers is not None:
                source._followers[self] = held

    def _abort(self, reason: Any) -> None:
        if self._aborted:
            return
        self._aborted = True
        self._reason = _abort_error("This operation was aborted") if reason is None else reason
        event = AbortEvent(self)
        for listener, once in list(self._listeners.items()):
            if listener in self._listeners:
                if once:
                    del self._listeners[listener]
                self._tell(self._onabort if listener is _KEY else listener, event)
        followers, self._followers = self._followers, None
        for follower in list(followers or ()):
            follower._abort(self._reason)

    def _follow(self, source: AbortSignal) -> None:
        for one in source._sources or [source]:
            if one._followers is None:
                one._followers = WeakKeyDictionary()
            one._followers[self] = None
            self._sources.append(one)

    def _tell(self, listener: Any, event: AbortEvent) -> None:
        """An exception comes out of ``run()``; the other listeners are called all the same."""
        if listener is None:  # onabort was taken back
            return
        try:
            listener(event)
        except Exception as error:
            get_loop().next_tick(_raise, error)

    @staticmethod
    def abort(reason: Any = None) -> AbortSignal:
        """A signal that has been aborted already (manual: abortSignal.abort()).

        ``reason``: what its ``reason`` is, by default an ``AbortError``.
        """
        signal = AbortSignal(_KEY)
        signal._abort(reason)
        return signal

    @staticmethod
    def timeout(delay: int) -> AbortSignal:
        """A signal that is aborted after ``delay`` milliseconds, with a ``TimeoutError``
        (manual: abortSignal.timeout()).

        Its timer does not keep the loop running. Raises ``ERR_INVALID_ARG_TYPE``,
        ``ERR_OUT_OF_RANGE``.
        """
        check_integer(delay, "delay", 0, LONGEST_TIMEOUT)
        signal = AbortSignal(_KEY)
        get_loop().set_timeout(_time_out, delay, signal).unref()
        return signal

    @staticmethod
    def any(signals: Iterable[AbortSignal]) -> AbortSignal:
        """A signal that is aborted with the first of ``signals``, after its own listeners
        (manual: abortSignal.any()).

        They hold it only while it has listeners. Raises ``ERR_INVALID_ARG_TYPE``.
        """
        if isinstance(signals, (str, bytes)) or not hasattr(type(signals), "__iter__"):
            raise invalid_arg_type("signals", "an instance of Array", signals)
        try:
            sources = list(signals)
        except (TypeError, ValueError):
            raise invalid_arg_type("signals", "an instance of Array", signals) from None
        for index, source in enumerate(sources):
            if not isinstance(source, AbortSignal):
                raise invalid_arg_type(f"signals[{index}]", "an instance of AbortSignal", source)
        result = AbortSignal(_KEY)
        for source in sources:
            if source._aborted:
                result._abort(source._reason)
                return result
        for source in sources:
            result._follow(source)
        return result


class AbortController:
    """Aborts its ``signal`` when asked to."""

    __slots__ = ("_signal", "_thread")

    def __init__(self) -> None:
        self._thread = get_ident()
        self._signal = AbortSignal(_KEY)

    @property
    def signal(self) -> AbortSignal:
        """What is handed to whoever may be aborted (manual: abortController.signal)."""
        return self._signal

    def abort(self, reason: Any = None) -> None:
        """Aborts with ``reason`` (default: an ``AbortError``); once, further calls do nothing
        (manual: abortController.abort()).

        From another thread than the one that made it: ``ERR_WRONG_THREAD``, and it is not
        aborted; ``loop.call_soon_threadsafe(controller.abort)`` is the way.
        """
        if self._thread != get_ident():
            raise wrong_thread()
        self._signal._abort(reason)


def aborted(signal: AbortSignal) -> AbortError:
    """The error of an operation that ``signal`` has aborted."""
    return _abort_error("The operation was aborted", reason_of(signal))


def on_abort(
    signal: Any, name: str, callback: Callable[..., Any], *event: None
) -> Callable[..., None]:
    """Calls back when ``signal`` is aborted, in the next tick if it has been.

    A signal is what has ``aborted`` and ``add_event_listener``. Returns what takes the
    listener off. ``name`` is the argument's, for ``ERR_INVALID_ARG_TYPE``. ``event``: None for a
    callback that takes the event, which is None in the next tick.
    """
    check_signal(signal, name)
    if signal.aborted:
        get_loop().next_tick(callback, *event)
        return _nothing

    listener = _OnAbort(signal, callback, len(event))
    signal.add_event_listener("abort", listener)
    return listener.dispose


class _OnAbort(Internal):
    """A listener of one signal that lets go of everything once it is called, or disposed of."""

    __slots__ = ("signal", "callback", "takes")

    def __init__(self, signal: Any, callback: Callable[..., Any], takes: int) -> None:
        self.signal = signal
        self.callback: Callable[..., Any] | None = callback
        self.takes = takes  # how many arguments

    def __call__(self, *event: object) -> None:
        callback = self.callback
        self.dispose()
        if callback is not None:
            callback(*event[: self.takes])

    def dispose(self, *_: object) -> None:
        """Takes it off the signal."""
        signal, self.signal = self.signal, None
        self.callback = None
        remove = getattr(signal, "remove_event_listener", None)
        if remove is not None:
            remove("abort", self)


def _abort_error(message: str, cause: Any = None) -> AbortError:
    error = AbortError(message)
    error.cause = cause
    if isinstance(cause, BaseException):
        error.__cause__ = cause
    return error


def _time_out(signal: AbortSignal) -> None:
    error: Any = TimeoutError("The operation was aborted due to timeout")
    error.code = "TIMEOUT_ERR"
    signal._abort(error)


def _is_key(listener: object) -> bool:
    """Whether it can be found again among the listeners."""
    try:
        hash(listener)
    except Exception:
        return False
    return True


def _raise(error: BaseException) -> None:
    raise error


def _nothing(*_: object) -> None:
    """There is no listener to take off."""
