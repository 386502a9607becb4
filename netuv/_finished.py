"""finished(): calls back once, when a stream has ended, failed or closed too early."""

from __future__ import annotations

from typing import Any, Callable
from weakref import ref

from . import _futures
from . import _options as options
from ._abort import on_abort
from ._callbacks import takes_error
from ._errors import AbortError, ClosedError, invalid_arg_type
from ._events import Internal
from ._lifecycle import AUTO_DESTROY, CLOSED, EMIT_CLOSE, ERROR_EMITTED, Stream
from ._readable import END_EMITTED
from ._writable import ENDING, FINISHED

Callback = Callable[..., Any]


def premature_close(stream: Any) -> ClosedError:
    """``ERR_STREAM_PREMATURE_CLOSE`` of a stream."""
    why: str = stream._why_over()
    return ClosedError("ERR_STREAM_PREMATURE_CLOSE", f"Premature close{why}")


def finished(
    stream: Any,
    callback: Callback | None = None,
    *,
    error: bool = True,
    readable: bool | None = None,
    writable: bool | None = None,
    signal: Any = None,
    cleanup: bool = False,
) -> Any:
    """Calls ``callback(error or None)`` when ``stream`` is over (manual: stream.finished()).

    ``error`` (True): whether an ``"error"`` counts. ``readable``, ``writable``
    (default: whether the stream has that side): False not to wait for it. ``signal``:
    an AbortSignal that ends the waiting, with an ``AbortError``; the stream goes on.
    ``cleanup`` (False): take the listeners off afterwards. A close before the end is
    ``ERR_STREAM_PREMATURE_CLOSE``.

    Returns a function that ends the waiting. Without a callback the end is awaited,
    inside asyncio: ``await finished(stream)``. Raises ``ERR_INVALID_ARG_TYPE``.
    """
    if not isinstance(stream, Stream):
        raise invalid_arg_type("stream", "an instance of Stream", stream)
    if callback is not None and not callable(callback):
        raise invalid_arg_type("callback", "of type function", callback)
    error = options.truth(error, "options.error", True)
    cleanup = options.truth(cleanup, "options.cleanup")
    readable = options.truth(readable, "options.readable", stream._r is not None)
    writable = options.truth(writable, "options.writable", stream._w is not None)
    future = None
    if callback is None:
        future = _futures.make("finished() without a callback")
        callback = _futures.Settle(future)
        cleanup = True
    options.check_signal(signal, "signal")
    waiting = Waiting(stream, takes_error(callback), error, readable, writable, cleanup)
    waiting.start(signal)
    if future is None:
        return waiting.stop
    future.add_done_callback(lambda _: waiting.stop())
    return future


class Waiting(Internal):
    """The listeners of one finished()."""

    def __init__(
        self,
        stream: Any,
        callback: Callback,
        error: bool,
        readable: bool,
        writable: bool,
        cleanup: bool,
    ) -> None:
        self._stream = ref(stream)  # which may have the listeners for good
        self.callback: Callback | None = callback
        has_readable, has_writable = stream._r is not None, stream._w is not None
        self.readable = readable
        self.writable = writable
        self.read = has_readable and bool(stream._r & END_EMITTED)
        self.written = has_writable and bool(stream._w & FINISHED)
        life = stream._life
        self.will_close = (
            life & (AUTO_DESTROY | EMIT_CLOSE) == AUTO_DESTROY | EMIT_CLOSE
            and not life & CLOSED
            and (has_readable, has_writable) == (bool(self.readable), bool(self.writable))
        )
        self.cleanup = cleanup
        self.error = error
        self.forget_signal: Callable[[], Any] | None = None

    def start(self, signal: Any) -> None:
        stream = self.stream
        if signal is not None:
            self.forget_signal = on_abort(signal, "signal", lambda: self._aborted(signal))
        for event, listener in self._listeners():
            stream.on(event, listener)
        if stream._life & CLOSED:
            stream._tick(self._was_closed, stream)
        elif self._is_over_already():
            stream._tick(self._was_over, stream)

    @property
    def stream(self) -> Any:
        return self._stream()

    def _listeners(self) -> list[tuple[str, Callback]]:
        listeners: list[tuple[str, Callback]] = [("end", self._on_end), ("finish", self._on_finish)]
        if self.error:
            listeners.append(("error", self._done))
        return [*listeners, ("close", self._on_close)]

    def _is_over_already(self) -> bool:
        stream = self.stream
        if stream._life & ERROR_EMITTED:
            return not self.will_close
        reads = stream._r is not None and stream.readable
        writes = stream._w is not None and stream.writable
        if not self.readable and (not self.will_close or reads):
            ending = stream._w is not None and stream._w & (ENDING | FINISHED) == ENDING
            if ending and not stream.destroyed:
                return False  # "finish" is yet to come
            return self.written or (stream._w is not None and not writes)
        if not self.writable and (not self.will_close or writes):
            return self.read or (stream._r is not None and not reads)
        return False

    def stop(self) -> None:
        """The end is no longer waited for."""
        self.callback = None
        self._take_off()

    def _take_off(self) -> None:
        stream = self.stream
        for event, listener in self._listeners() if stream is not None else ():
            stream.off(event, listener)
        if self.forget_signal is not None:
            self.forget_signal()

    def _done(self, error: BaseException | None = None) -> None:
        callback, self.callback = self.callback, None  # which may hold the stream
        if callback is None:
            return
        if self.cleanup:
            self._take_off()
        elif self.forget_signal is not None:
            self.forget_signal()
        callback(error)

    def _aborted(self, signal: Any) -> None:
        callback = self.callback
        self.stop()
        if callback is not None:
            callback(AbortError(cause=signal.reason))

    def _on_finish(self) -> None:
        self.written = True
        self._side_over(self.readable, self.read, "writable")

    def _on_end(self) -> None:
        self.read = True
        self._side_over(self.writable, self.written, "readable")

    def _side_over(self, other: bool, other_over: bool, side: str) -> None:
        stream = self.stream
        if stream.destroyed:
            self.will_close = False
        if self.will_close and (other or not getattr(stream, side)):
            return  # "close" tells
        if not other or other_over:
            self._done()

    def _was_over(self, stream: Any) -> None:
        self._done(stream._errored)

    def _on_close(self, *_: object) -> None:
        self._was_closed(self.stream)

    def _was_closed(self, stream: Any) -> None:
        if stream._errored is not None:
            self._done(stream._errored)
        elif self.readable and not self.read and not _is_over(stream._r, END_EMITTED):
            self._done(premature_close(stream))
        elif self.writable and not self.written and not _is_over(stream._w, FINISHED):
            self._done(premature_close(stream))
        else:
            self._done()


def _is_over(side: int | None, bit: int) -> bool:
    return side is None or bool(side & bit)
