"""What readable and writable streams share: construction, failing, destroying.

The theory, and the bits, are in ``_state.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from weakref import ref

from .._events import EventEmitter
from .._listeners import Internal
from .._loop import current
from .._loop.access import (
    check_caller,
    check_thread,
    host_of,
    is_closed,
    queue_tick,
    report_unhandled,
)
from .._loop.contexts import InContext, put_on_loop
from .._util import validators as options
from .._util.callbacks import takes_error
from .._util.errors import (
    AbortError,
    AggregateError,
    ClosedError,
    StateError,
    interrupted,
    invalid_arg_type,
    twin,
)
from ._state import (
    ALLOW_HALF_OPEN,
    AUTO_DESTROY,
    CALLS_BACK,
    CLOSE_EMITTED,
    CLOSED,
    CONSTRUCTING,
    DESTROY_WAITS,
    DESTROYED,
    EMIT_CLOSE,
    ERROR_EMITTED,
    ERROR_RETRIEVED,
    ERROR_UNRETRIEVED,
)


class WeaklyBound:
    """``function`` as a method of ``thing``, which may have it itself: that is no cycle."""

    __slots__ = ("function", "thing")

    def __init__(self, function: Callable[..., Any], thing: object) -> None:
        self.function = function
        self.thing = ref(thing)

    def __call__(self, *args: Any, **keywords: Any) -> Any:
        return self.function(self.thing(), *args, **keywords)


Done = Callable[[BaseException | None], None]
Hook = Callable[..., Any]
Self = TypeVar("Self", bound="Stream")


class Stream(InContext):
    """What readable and writable streams share."""

    # One int of bits per aspect, a queue object per side only once it is needed:
    # an idle connection is to stay small.
    __slots__ = (
        "_flags",
        "_errored",
        "_read_flags",
        "_read_queue",
        "_read_mark",
        "_write_flags",
        "_write_queue",
        "_write_mark",
    )

    def __init__(self, server: Any = None, capture_rejections: bool | None = None) -> None:
        self._init_events(capture_rejections)
        put_on_loop(self, current.get_loop(), server)  # a server has accepted it, perhaps
        self._flags = EMIT_CLOSE | AUTO_DESTROY | ALLOW_HALF_OPEN
        self._errored: BaseException | None = None
        self._read_flags: Any = None  # an int; None: no such side
        self._read_queue: Any = None
        self._read_mark = 0
        self._write_flags: Any = None
        self._write_queue: Any = None
        self._write_mark = 0

    def _set_up(
        self,
        emit_close: bool | None,
        auto_destroy: bool | None,
        signal: Any,
        **hooks: Hook | None,
    ) -> None:
        """The options of all streams; a hook given as one is called with the stream first."""
        if not options.truth(emit_close, "options.emit_close", True):
            self._flags &= ~EMIT_CLOSE
        if not options.truth(auto_destroy, "options.auto_destroy", True):
            self._flags &= ~AUTO_DESTROY
        self._take_hooks(**hooks)
        if signal is not None:
            follow_signal(self, signal)
        if overrides(self, "_construct", Stream):
            self._flags |= CONSTRUCTING
            queue_tick(self, self._construct_now)

    def _set_listeners(self, event: Hashable, listeners: tuple[Any, ...]) -> None:
        if event in ("data", "readable"):  # they start and stop the flow
            check_thread(self)
        EventEmitter._set_listeners(self, event, listeners)

    def _take_hooks(self, **hooks: Hook | None) -> None:
        for name, hook in hooks.items():
            if hook is None:
                continue
            if not callable(hook):
                raise invalid_arg_type(f"options.{name}", "of type function", hook)
            self.__dict__[f"_{name}"] = WeaklyBound(hook, self)

    # -- state -------------------------------------------------------------------------

    @property
    def destroyed(self) -> bool:
        """Whether ``destroy()`` was called (manual: stream.destroyed).

        May be set by who manages that by itself: ``destroy()`` does nothing then, nor is
        anything read or written. Before the stream's ``__init__`` it is False, and not set.
        """
        return hasattr(self, "_flags") and bool(self._flags & DESTROYED)

    @destroyed.setter
    def destroyed(self, on: bool) -> None:
        if not hasattr(self, "_flags"):
            return
        on = options.truth(on, "destroyed")
        check_caller(self)
        self._flags = self._flags | DESTROYED if on else self._flags & ~DESTROYED
        self._flow_changed()
        self._writing_changed()

    @property
    def closed(self) -> bool:
        """Whether the stream has released what it held (manual: stream.closed)."""
        return hasattr(self, "_flags") and bool(self._flags & CLOSED)

    @property
    def errored(self) -> BaseException | None:
        """The error the stream was destroyed with, or None (manual: stream.errored)."""
        return self._errored if hasattr(self, "_flags") else None

    # -- the beginning -----------------------------------------------------------------

    def _construct(self, callback: Done) -> None:
        """Hook: what must be done before reading and writing; then ``callback(error or None)``."""
        callback(None)

    def _construct_now(self) -> None:
        done = _ConstructDone(self)
        try:
            self._construct(done)
        except BaseException as error:
            done(interrupted(error))
            if not isinstance(error, Exception):
                raise

    def _construct_done(self, error: BaseException | None) -> None:
        waits = self._flags & DESTROY_WAITS
        self._flags &= ~(CONSTRUCTING | DESTROY_WAITS)
        if self._flags & DESTROYED:
            if not waits:
                return  # it was set by hand
            first = self._errored
            if first is not None and error is not None and first is not error:
                first.__context__ = error
            self._destroy_now(first or error)
        elif error is not None:
            self._fail(error, later=True)
        else:
            self._constructed()

    def _constructed(self) -> None:
        """Hook: what waited for ``_construct`` may go on."""

    # -- the end -----------------------------------------------------------------------

    def destroy(
        self: Self, error: BaseException | None = None, callback: Hook | None = None
    ) -> Self:
        """Ends the stream at once (manual: stream.destroy()).

        What is buffered is dropped. ``error``, if given, is emitted as ``"error"``, then
        ``"close"``. ``callback`` is called with the error, before those. Returns the stream; a
        second call does nothing but call back. Raises ``ERR_INVALID_ARG_TYPE`` for what is no
        exception.
        """
        check_error(error)
        options.check_optional(callback)
        if self._flags & DESTROYED:
            if callback is not None:
                takes_error(callback)(None)
            return self
        check_caller(self)
        if callback is not None:
            self.__dict__["_destroy_done"] = takes_error(callback)
            self._flags |= CALLS_BACK
        self._flags |= DESTROYED
        if error is not None and self._errored is None:
            self._errored = error
        self._flow_changed()
        if self._flags & CONSTRUCTING:
            self._flags |= DESTROY_WAITS
        else:
            self._destroy_now(error)
        return self

    def nodejs_rejection(self, error: BaseException, event: Hashable, *args: Any) -> None:
        """Destroys the stream with the ``error`` that a listener of ``event`` has failed with
        after it returned: see ``capture_rejections`` of ``EventEmitter``.
        """
        self.destroy(error)

    def _destroy_now(self, error: BaseException | None) -> None:
        callback = None
        if self._flags & CALLS_BACK:
            self._flags &= ~CALLS_BACK
            callback = self.__dict__.pop("_destroy_done")
        done = _DestroyDone(self, callback)
        try:
            self._destroy(error, done)
        except BaseException as raised:
            done(interrupted(raised))
            if not isinstance(raised, Exception):
                raise

    def _destroy(self, error: BaseException | None, callback: Done) -> None:
        """Hook: release what the stream holds, then ``callback(error or None)``."""
        callback(error)

    def _undestroy(self) -> None:
        """Node's protected method: a destroyed stream is as new."""
        self._flags &= ~(DESTROYED | CLOSED | CLOSE_EMITTED | CONSTRUCTING)
        self._flags &= ~(ERROR_EMITTED | ERROR_RETRIEVED | ERROR_UNRETRIEVED)
        self._errored = None

    def _why_over(self) -> str:
        """Hook: what an error adds where the stream is over for a reason one may not think of."""
        return ""

    def _flow_changed(self) -> None:
        """Hook: how data should reach the listeners may have changed, or whether it will."""

    def _writing_changed(self) -> None:
        """Hook: whether a write may go straight to where it ends up may have changed."""

    def _unhandled_error(self, error: BaseException) -> None:
        if not self._flags & ERROR_RETRIEVED:
            report_unhandled(self, error)
            self._flags |= ERROR_UNRETRIEVED
            self._flow_changed()

    def _unretrieved_taken(self) -> None:
        self._flags &= ~ERROR_UNRETRIEVED
        self._flow_changed()

    def _retrieve_error(self) -> BaseException | None:
        if self._errored is not None:
            self._flags |= ERROR_RETRIEVED
        return self._errored

    def _part_with(self, error: BaseException) -> None:
        if self._errored is error:
            self._errored = twin(error)

    def _fail(self, error: BaseException, later: bool = False) -> None:
        """An error of the stream's own: destroys it, or is emitted, at once or at the next tick."""
        if self._flags & DESTROYED:
            return
        if self._flags & AUTO_DESTROY:
            self.destroy(error)
            return
        if self._errored is None:
            self._errored = error
        self._flow_changed()
        if later:
            queue_tick(self, self._emit_error, error)
        else:
            self._emit_error(error)

    def _hook_raised(self, error: BaseException) -> bool:
        """``error`` comes out of a hook where it ends the program in Node; whether it is failing.

        Inside asyncio nothing ends but the call: who awaits the stream would wait for ever.
        """
        if host_of(self) is None:
            return False
        if self._errored is None:
            self._fail(interrupted(error), later=True)
        return True

    def _fail_unless_emitted(self, error: BaseException) -> bool:
        """As ``_fail``, unless an error was emitted already; whether it did."""
        if self._flags & ERROR_EMITTED:
            return False
        self._fail(error)
        return True

    def _emit_error(self, error: BaseException) -> None:
        if self._flags & ERROR_EMITTED:
            return
        self._flags |= ERROR_EMITTED
        self.emit("error", error)

    def _emit_close(self) -> None:
        self._flags |= CLOSE_EMITTED
        try:
            if self._flags & EMIT_CLOSE:
                self.emit("close")
        finally:
            self._end_close()

    def _end_close(self) -> None:
        if self._flags & (CLOSE_EMITTED | DESTROYED) == CLOSE_EMITTED | DESTROYED:
            self._let_go()  # or it connects again

    def _let_go(self) -> None:
        """Nothing happens to it any more: what refers back to it goes, so that it can go itself.

        Its listeners stay, as in Node.
        """
        error = self._errored
        if error is None:
            return
        if error.__traceback__ is not None:
            self._errored = twin(error)
        parts = getattr(error, "errors", None)
        if isinstance(error, AggregateError) and parts:
            parts[:] = [part if part.__traceback__ is None else twin(part) for part in parts]

    def _emit_error_and_close(self, error: BaseException) -> None:
        try:
            self._emit_error(error)
        finally:
            self._emit_close()


class _DestroyDone:
    """The callback of ``_destroy``: counts once."""

    __slots__ = ("stream", "callback")

    def __init__(self, stream: Stream, callback: Done | None) -> None:
        self.stream: Stream | None = stream
        self.callback = callback  # of destroy()

    def __call__(self, error: BaseException | None = None) -> None:
        stream, self.stream = self.stream, None
        if stream is None:
            return
        if error is not None and stream._errored is None:
            stream._errored = error
        stream._flags |= CLOSED
        stream._flow_changed()
        try:
            if self.callback is not None:
                self.callback(error)
        finally:
            if error is not None:
                queue_tick(stream, stream._emit_error_and_close, error)
            else:
                queue_tick(stream, stream._emit_close)


class _ConstructDone:
    """The callback of ``_construct``: counts once, takes effect in a tick of its own."""

    __slots__ = ("stream", "called")

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.called = False

    def __call__(self, error: BaseException | None = None) -> None:
        queue_tick(self.stream, self._done, error)

    def _done(self, error: BaseException | None) -> None:
        if self.called:
            self.stream._fail(error or multiple_callback())
            return
        self.called = True
        self.stream._construct_done(error)


def mark_retrieved(stream: Any) -> None:
    """An await has raised its error, or nobody will: it needs no listener."""
    stream._flags |= ERROR_RETRIEVED


def overrides(stream: Stream, name: str, base: type) -> bool:
    """Whether ``stream`` has its own hook ``name``: by a subclass, an option or an assignment."""
    hook = getattr(stream, name)
    return getattr(hook, "__func__", None) is not getattr(base, name)


def check_error(error: object) -> None:
    """``ERR_INVALID_ARG_TYPE`` unless it is an exception, or None."""
    if error is not None and not isinstance(error, BaseException):
        raise invalid_arg_type("error", "an instance of BaseException", error)


def multiple_callback() -> StateError:
    """``ERR_MULTIPLE_CALLBACK``."""
    return StateError("ERR_MULTIPLE_CALLBACK", "Callback called multiple times")


def premature_close(stream: Any) -> ClosedError:
    """``ERR_STREAM_PREMATURE_CLOSE`` of a stream."""
    why: str = stream._why_over() if isinstance(stream, Stream) else ""
    return ClosedError("ERR_STREAM_PREMATURE_CLOSE", f"Premature close{why}")


def follow_signal(stream: Stream, signal: Any) -> None:
    """Destroys ``stream`` with an ``AbortError`` when ``signal`` aborts.

    Anything with ``aborted``, ``reason``, ``add_event_listener`` and
    ``remove_event_listener`` is a signal; ``ERR_INVALID_ARG_TYPE`` for what is none.
    """
    options.check_signal(signal, "signal")
    if signal.aborted:
        stream.destroy(AbortError(cause=options.reason_of(signal)))
        return
    _Following(stream, signal).start()


class _Following(Internal):
    """The listener on a signal, taken off when the stream is over.

    As in Node it listens to the stream's ``"error"``, too: the ``AbortError`` needs no
    other listener.
    """

    def __init__(self, stream: Stream, signal: Any) -> None:
        self._stream = ref(stream)  # which has listeners of this for good
        self.signal = signal

    @property
    def stream(self) -> Any:
        return self._stream()

    def start(self) -> None:
        self.signal.add_event_listener("abort", self._on_abort)
        for event in ("close", "error", "end", "finish"):
            self.stream.on(event, self._on_stream)

    def _on_abort(self, *_: object) -> None:
        if self.stream is not None and not is_closed(self.stream):
            self.stream.destroy(AbortError(cause=options.reason_of(self.signal)))

    def _on_stream(self, *_: object) -> None:
        stream: Any = self.stream
        over = stream._flags & (CLOSED | ERROR_EMITTED) or stream._errored is not None
        if over or (_side_is_over(stream, "readable") and _side_is_over(stream, "writable")):
            self.signal.remove_event_listener("abort", self._on_abort)


def _side_is_over(stream: Any, side: str) -> bool:
    if side == "readable":
        return stream._read_flags is None or bool(stream.readable_ended)
    return stream._write_flags is None or bool(stream.writable_finished)
