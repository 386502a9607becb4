"""finished(): calls back once, when a stream has ended, failed or closed too early."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .._listeners import Internal
from .._loop import futures
from .._loop.abort import on_abort
from .._loop.access import queue_tick, queue_tick_on
from .._loop.current import get_loop
from .._util import validators as options
from .._util.callbacks import takes_error
from .._util.errors import AbortError, invalid_arg_type
from . import _predicates as states
from ._base import Stream, premature_close
from ._pipe import weakly

Callback = Callable[..., Any]


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

    ``stream``: one of netuv's, or an emitter with ``write()`` or ``pipe()``.
    ``error`` (True): whether an ``"error"`` counts. ``readable``, ``writable``
    (default: whether the stream has that side): False not to wait for it. ``signal``:
    an AbortSignal that ends the waiting, with an ``AbortError``; the stream goes on.
    ``cleanup`` (False): take the listeners off afterwards. A close before the end is
    ``ERR_STREAM_PREMATURE_CLOSE``.

    Returns a function that ends the waiting. Without a callback the end is awaited,
    inside asyncio: ``await finished(stream)``. Raises ``ERR_INVALID_ARG_TYPE``.
    """
    if not states.is_stream(stream):
        raise invalid_arg_type("stream", "an instance of Stream", stream)
    if callback is not None and not callable(callback):
        raise invalid_arg_type("callback", "of type function", callback)
    error = options.truth(error, "options.error", True)
    cleanup = options.truth(cleanup, "options.cleanup")
    readable = options.truth(readable, "options.readable", states.reads(stream))
    writable = options.truth(writable, "options.writable", states.writes(stream))
    future = None
    if callback is None:
        future = futures.make("finished() without a callback")
        callback = futures.FutureCallback(future)
        cleanup = True
    options.check_signal(signal, "options.signal")
    waiting = Waiting(stream, takes_error(callback), error, readable, writable, cleanup)
    waiting.start(stream, signal)
    if future is None:
        return waiting.stop
    future.add_done_callback(lambda _: waiting.stop())
    return future


class Waiting(Internal):
    """The listeners of one finished(); its rules are those of Node's end-of-stream."""

    def __init__(
        self,
        stream: Any,
        callback: Callback,
        error: bool,
        readable: bool,
        writable: bool,
        cleanup: bool,
    ) -> None:
        self._stream = weakly(stream)  # which may have the listeners for good
        self.callback: Callback | None = callback
        self.readable = readable
        self.writable = writable
        self.read = states.has_read_all(stream)
        self.written = states.has_written_all(stream)
        self.will_close = (
            states.will_close(stream)
            and states.reads(stream) == readable
            and states.writes(stream) == writable
        )
        self.cleanup = cleanup
        self.error = error
        self.legacy = writable and not isinstance(stream, Stream)
        self.aborts = not self.will_close and isinstance(getattr(stream, "aborted", None), bool)
        self.forget_signal: Callable[[], Any] | None = None

    def _listeners(self) -> list[tuple[str, Callback]]:
        """Made anew each time: kept, they and this would be for the collector."""
        listeners: list[tuple[str, Callback]] = []
        if self.legacy:
            listeners += ("end", self._on_legacy_finish), ("close", self._on_legacy_finish)
        if self.aborts:
            listeners.append(("aborted", self._on_close))
        listeners += ("end", self._on_end), ("finish", self._on_finish)
        if self.error:
            listeners.append(("error", self._done))
        return [*listeners, ("close", self._on_close)]

    def start(self, stream: Any, signal: Any) -> None:
        """Listens, and looks whether it is over already."""
        for event, listener in self._listeners():
            stream.on(event, listener)
        if states.is_closed(stream):
            _queue_tick(stream, self._was_closed)
            return
        if self._is_over_already(stream):
            _queue_tick(stream, self._was_over)
        if signal is not None:
            self.forget_signal = on_abort(signal, "options.signal", lambda: self._aborted(signal))

    @property
    def stream(self) -> Any:
        return self._stream()

    def _is_over_already(self, stream: Any) -> bool:
        if states.has_failed(stream):
            return not self.will_close
        if not self.readable and (not self.will_close or states.is_readable(stream)):
            if self.written or states.is_writable(stream) is False:
                return True
        if not self.writable and (not self.will_close or states.is_writable(stream)):
            return self.read or states.is_readable(stream) is False
        return False

    def stop(self) -> None:
        """The end is no longer waited for."""
        self.callback = None
        self._take_off()

    def _take_off(self) -> None:
        stream = self.stream
        if stream is not None:
            for event, listener in self._listeners():
                stream.remove_listener(event, listener)
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
            callback(AbortError(cause=options.reason_of(signal)))

    def _on_legacy_finish(self, *_: object) -> None:
        if not getattr(self.stream, "writable", None):
            self._on_finish()

    def _on_finish(self, *_: object) -> None:
        self.written = True
        self._side_over("readable", self.readable, self.read)

    def _on_end(self, *_: object) -> None:
        self.read = True
        self._side_over("writable", self.writable, self.written)

    def _side_over(self, other: str, awaited: bool, other_over: bool) -> None:
        stream = self.stream
        if states.is_destroyed(stream):
            self.will_close = False
        if self.will_close and (awaited or not getattr(stream, other, None)):
            return  # "close" will say so
        if not awaited or other_over:
            self._done()

    def _was_over(self, stream: Any) -> None:
        self._done(states.error_of(stream))

    def _on_close(self, *_: object) -> None:
        self._was_closed(self.stream)

    def _was_closed(self, stream: Any) -> None:
        error = states.error_of(stream)
        early = (self.readable and not self.read and self._reads_no_more(stream)) or (
            self.writable and not self.written and not states.has_written_all(stream)
        )
        self._done(premature_close(stream) if error is None and early else error)

    @staticmethod
    def _reads_no_more(stream: Any) -> bool:
        flows = isinstance(stream, Stream) or options.is_method(stream, "pause", "resume")
        return flows and states.reads(stream) and not states.has_read_all(stream)


def _queue_tick(stream: Any, callback: Callback) -> None:
    """Calls ``callback(stream)`` at the next tick: of its loop, if it is one of netuv's."""
    if isinstance(stream, Stream):
        queue_tick(stream, callback, stream)
    else:
        queue_tick_on(get_loop(), callback, stream)
