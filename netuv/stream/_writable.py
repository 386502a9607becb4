"""The writable side of a stream: Node's rules for queueing, callbacks, ending and finishing.

Over three hooks: ``_write(chunk, encoding, callback)``, ``_writev(chunks, callback)`` for
what was queued meanwhile, ``_final(callback)`` before ``"finish"``. Knows no handle.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from .._loop.access import check_caller, check_thread, host_of, queue_tick
from .._util import validators as options
from .._util.callbacks import takes_error
from .._util.errors import (
    ArgumentTypeError,
    ClosedError,
    StateError,
    interrupted,
    invalid_arg_type,
    null_values,
)
from ._base import Done, Stream, check_error, multiple_callback, overrides
from ._encoding import encode, encoding_name, unknown_encoding
from ._state import (
    AUTO_DESTROY,
    CLOSE_EMITTED,
    CONSTRUCTING,
    DESTROYED,
    ENDING,
    ERROR_EMITTED,
    FINAL_CALLED,
    FINISHED,
    KEEP_STRINGS,
    NEED_DRAIN,
    NOT_WRITABLE,
    PREFINISHED,
    PROCESSING,
    WRITE_ENDED,
    WRITE_OBJECT_MODE,
    WRITE_SYNC,
    WRITING,
)
from ._write_queue import BufferedWrite, Callback, WriteQueue

Self = TypeVar("Self", bound="Writable")
BytesLike = bytes | bytearray | memoryview
Data = BytesLike | str


class Writable(Stream):
    """A stream to write to (manual: Class: stream.Writable).

    A subclass gives ``_write(chunk, encoding, callback)`` or ``_writev(chunks, callback)``,
    which call ``callback(error or None)`` once; or the options ``write(stream, chunk,
    encoding, callback)`` and ``writev(stream, chunks, callback)`` do.

    - ``high_water_mark`` (bytes, 16 KiB; objects, 16): from here on ``write()`` is False.
    - ``decode_strings`` (True): ``_write`` gets bytes for a ``str``; False: the text itself,
      with its encoding.
    - ``default_encoding`` ("utf8"): of a ``str`` written without one.
    - ``object_mode`` (False): chunks are any objects but None, each of length 1.
    - ``emit_close`` (True): emit ``"close"`` after ``destroy()``.
    - ``auto_destroy`` (True): destroy the stream after ``"finish"`` and after an error.
    - ``write``, ``writev``, ``final``, ``destroy``, ``construct``: the hooks as functions,
      called with the stream first.
    - ``signal``: an AbortSignal that destroys the stream.
    - ``capture_rejections`` (False): see ``EventEmitter``; the stream is destroyed with it.

    Raises ``ERR_INVALID_ARG_VALUE`` for a bad mark, ``ERR_UNKNOWN_ENCODING``,
    ``ERR_INVALID_ARG_TYPE`` for a hook that cannot be called or no signal.
    """

    __slots__ = ()
    _write_flags: int

    def __init__(
        self,
        *,
        high_water_mark: int | None = None,
        decode_strings: bool | None = True,
        default_encoding: str | None = None,
        object_mode: bool | None = False,
        emit_close: bool | None = True,
        auto_destroy: bool | None = True,
        write: Callable[..., Any] | None = None,
        writev: Callable[..., Any] | None = None,
        final: Callable[..., Any] | None = None,
        destroy: Callable[..., Any] | None = None,
        construct: Callable[..., Any] | None = None,
        signal: Any = None,
        capture_rejections: bool | None = None,
    ) -> None:
        Stream.__init__(self, capture_rejections=capture_rejections)
        objects = options.truth(object_mode, "options.object_mode")
        mark = options.high_water_mark(high_water_mark, "options.high_water_mark", objects)
        self._init_writable(mark)
        self._set_up_writing(objects, decode_strings, default_encoding)
        self._set_up(
            emit_close,
            auto_destroy,
            signal,
            write=write,
            writev=writev,
            final=final,
            destroy=destroy,
            construct=construct,
        )

    def _init_writable(self, high_water_mark: int) -> None:
        self._write_flags = 0
        self._write_mark = high_water_mark

    def _set_up_writing(
        self, objects: bool, decode_strings: bool | None, default_encoding: str | None
    ) -> None:
        if objects:
            self._write_flags |= WRITE_OBJECT_MODE
        if not options.truth(decode_strings, "options.decode_strings", True):
            self._write_flags |= KEEP_STRINGS
        if default_encoding is not None:
            self.set_default_encoding(default_encoding)

    def _ensure_write_queue(self) -> WriteQueue:
        queue = self._write_queue
        if queue is None:
            queue = self._write_queue = WriteQueue()
        result: WriteQueue = queue
        return result

    # -- state -----------------------------------------------------------------------

    @property
    def writable(self) -> bool:
        """Whether ``write()`` may be called (manual: writable.writable).

        May be set, as in Node, to False: who looks takes the side for over; ``write()`` does not.
        """
        if not hasattr(self, "_write_flags"):
            return False
        over = (
            self._write_flags & (ENDING | NOT_WRITABLE) or self._flags & DESTROYED or self._errored
        )
        return not over

    @writable.setter
    def writable(self, on: bool) -> None:
        if hasattr(self, "_write_flags"):
            on = options.truth(on, "writable")
            check_caller(self)
            self._write_flags = (
                self._write_flags & ~NOT_WRITABLE if on else self._write_flags | NOT_WRITABLE
            )

    @property
    def writable_ended(self) -> bool:
        """Whether ``end()`` was called (manual: writable.writableEnded)."""
        return bool(self._write_flags & ENDING)

    @property
    def writable_finished(self) -> bool:
        """Whether all was written after ``end()``: set just before ``"finish"``
        (manual: writable.writableFinished).
        """
        return bool(self._write_flags & FINISHED)

    @property
    def writable_aborted(self) -> bool:
        """Whether the stream was destroyed, or failed, before ``"finish"``
        (manual: writable.writableAborted).
        """
        over = self._flags & DESTROYED or self._errored is not None
        return bool(over) and not self._write_flags & (FINISHED | NOT_WRITABLE)

    @property
    def writable_length(self) -> int:
        """Bytes, or objects, waiting to be written (manual: writable.writableLength)."""
        return 0 if self._write_queue is None else self._write_queue.length

    @property
    def writable_high_water_mark(self) -> int:
        """The mark given when the stream was made, in bytes or objects
        (manual: writable.writableHighWaterMark).
        """
        return self._write_mark

    @property
    def writable_object_mode(self) -> bool:
        """Whether chunks are objects (manual: writable.writableObjectMode)."""
        return bool(self._write_flags & WRITE_OBJECT_MODE)

    @property
    def writable_need_drain(self) -> bool:
        """Whether ``write()`` returned False and ``"drain"`` has not come yet
        (manual: writable.writableNeedDrain).
        """
        return (
            bool(self._write_flags & NEED_DRAIN)
            and not self._write_flags & ENDING
            and not self._flags & DESTROYED
        )

    @property
    def writable_corked(self) -> int:
        """How often ``uncork()`` must be called (manual: writable.writableCorked)."""
        return 0 if self._write_queue is None else self._write_queue.corked

    # -- hooks -----------------------------------------------------------------------

    def _write(self, chunk: Any, encoding: str, callback: Done) -> None:
        """Hook: write one chunk, then ``callback(error or None)``.

        ``encoding`` is ``"buffer"`` for bytes, else that of the ``str``.
        """
        if not overrides(self, "_writev", Writable):
            raise StateError("ERR_METHOD_NOT_IMPLEMENTED", "The _write() method is not implemented")
        self._writev([BufferedWrite(chunk, 0, None, encoding)], callback)

    def _writev(self, chunks: list[Any], callback: Done) -> None:
        """Hook: write several chunks, each with ``.chunk`` and ``.encoding``, then call back."""
        raise NotImplementedError

    def _final(self, callback: Done) -> None:
        """Hook: what must happen before ``"finish"``, then ``callback(error or None)``."""
        callback(None)

    # -- writing ----------------------------------------------------------------------

    def write(
        self,
        chunk: Any,
        encoding: str | Callback | None = None,
        callback: Callback | None = None,
    ) -> bool:
        """Writes ``chunk``; True while less than the high-water mark is waiting
        (manual: writable.write()).

        ``encoding`` is for a ``str`` (default ``"utf8"``). ``callback`` is called
        when the chunk is written, with the error if it could not be.
        After False ``"drain"`` is emitted when the queue is empty. Raises
        ``ERR_STREAM_NULL_VALUES``, ``ERR_INVALID_ARG_TYPE``, ``ERR_UNKNOWN_ENCODING``;
        after ``end()`` the stream fails with ``ERR_STREAM_WRITE_AFTER_END``.
        """
        return self._start_write(chunk, encoding, callback) is True

    def _start_write(self, chunk: Any, encoding: Any, callback: Any) -> bool | Exception:
        check_caller(self)
        if callable(encoding):
            encoding, callback = None, encoding
        options.check_optional(callback)
        pending = self._to_buffered(chunk, encoding)
        if callback is not None:
            pending.callback = callback = takes_error(callback)
        error: Exception | None = None
        if self._write_flags & ENDING:
            error = self._ended_error()
        elif self._flags & DESTROYED:
            error = destroyed_error("write")
        if error is not None:
            if callback is not None:
                queue_tick(self, callback, error)
            self._fail(error, later=True)
            return error
        return self._write_or_queue(pending)

    def _ended_error(self) -> Exception:
        return ClosedError("ERR_STREAM_WRITE_AFTER_END", f"write after end{self._why_over()}")

    def _to_buffered(self, chunk: Any, encoding: Any) -> BufferedWrite:
        if encoding is not None:
            encoding = _checked(encoding)
        if chunk is None:
            raise null_values()
        if self._write_flags & WRITE_OBJECT_MODE:
            return BufferedWrite(chunk, 1, None, encoding or self._default_encoding())
        if isinstance(chunk, str):
            if encoding is None:
                encoding = self._default_encoding()
            if self._write_flags & KEEP_STRINGS:
                return BufferedWrite(chunk, len(chunk), None, encoding)
            if encoding == "buffer":
                raise self._text_as_buffer()
            chunk = encode(chunk, encoding_name(encoding))
        elif type(chunk) is not bytes:
            chunk = self._to_bytes(chunk)
        return BufferedWrite(chunk, len(chunk), None)

    def _text_as_buffer(self) -> Exception:
        """Hook: the error of a ``str`` that is said to be bytes."""
        return unknown_encoding("buffer")

    def _default_encoding(self) -> str:
        return "utf8" if self._write_queue is None else self._write_queue.default_encoding

    def _to_bytes(self, chunk: Any) -> BytesLike:
        """``chunk`` as it is now: what may change later is copied."""
        try:
            with memoryview(chunk) as view:  # PyPy's would hold the chunk until it is collected
                return view.tobytes()
        except (TypeError, ValueError, BufferError):
            raise not_a_chunk(chunk) from None

    def _write_or_queue(self, pending: BufferedWrite, refused: Exception | None = None) -> bool:
        """``refused``: the error of a ``_write`` that has been tried already."""
        queue = self._ensure_write_queue()
        queue.length += pending.length
        queue.pending_callbacks += 1
        accepted = queue.length < self._write_mark  # before _write, which may make it shorter
        if not accepted:
            self._write_flags |= NEED_DRAIN
        self._write_or_wait(queue, pending, refused)
        return accepted and not self._errored and not self._flags & DESTROYED

    def _write_or_wait(
        self, queue: WriteQueue, pending: BufferedWrite, refused: Exception | None = None
    ) -> None:
        if (
            self._write_flags & WRITING
            or queue.corked
            or self._errored
            or self._flags & CONSTRUCTING
        ):
            queue.buffered.append(pending)
        else:
            self._do_write([pending], refused)

    def _do_write(self, batch: list[BufferedWrite], refused: Exception | None = None) -> None:
        self._ensure_write_queue().in_flight = batch
        self._write_flags |= WRITING | WRITE_SYNC
        if self._flags & DESTROYED:
            refused = destroyed_error("write")
        try:
            if refused is not None:
                self._on_written(refused)
            elif len(batch) == 1:
                self._write(batch[0].chunk, batch[0].encoding, self._on_written)
            else:
                self._writev(batch, self._on_written)
        except BaseException as error:
            # Inside asyncio, see _hook_raised(): it will not call back any more.
            if host_of(self) is not None and self._ensure_write_queue().in_flight is batch:
                self._on_written(interrupted(error))
            raise
        finally:
            self._write_flags &= ~WRITE_SYNC

    def _on_written(self, error: BaseException | None = None) -> None:
        if not self._write_flags & WRITING:
            self._fail(multiple_callback())
            return
        queue = self._ensure_write_queue()
        batch, queue.in_flight = queue.in_flight, []
        sync = bool(self._write_flags & WRITE_SYNC)
        self._write_flags &= ~WRITING
        queue.length -= sum(entry.length for entry in batch)
        if error is not None:
            if self._errored is None:
                self._errored = error
            if sync:
                queue_tick(self, self._write_failed, batch, error)
            else:
                self._write_failed(batch, error)
            return
        if queue.buffered:
            self._write_waiting()
        if sync:
            self._schedule_done(queue, batch)
        else:
            self._writes_done([batch])

    def _schedule_done(self, queue: WriteQueue, batch: list[BufferedWrite]) -> None:
        """Writes nobody waits for share a tick; a callback has one of its own, as in Node."""
        plain = all(entry.callback is None for entry in batch)
        if plain and queue.done_this_tick is not None:
            queue.done_this_tick.append(batch)
            return
        batches = [batch]
        queue.done_this_tick = batches if plain else None
        queue_tick(self, self._run_done_tick, batches)

    def _run_done_tick(self, batches: list[list[BufferedWrite]]) -> None:
        queue = self._ensure_write_queue()
        if queue.done_this_tick is batches:
            queue.done_this_tick = None
        self._writes_done(batches)

    def _writes_done(self, batches: list[list[BufferedWrite]]) -> None:
        """What follows writes that succeeded: ``"drain"``, their callbacks, ``"finish"``."""
        queue = self._ensure_write_queue()
        called = 0
        try:
            if (
                self._write_flags & NEED_DRAIN
                and queue.length == 0
                and not self._write_flags & ENDING
            ):
                if not self._flags & DESTROYED:
                    self._write_flags &= ~NEED_DRAIN
                    self.emit("drain")
            for batch in batches:
                called += 1
                queue.pending_callbacks -= 1
                self._call_back(batch, None)
        except BaseException:
            # What one listener throws costs no other its callback.
            queue_tick(self, self._writes_done, batches[called:])
            raise
        if self._flags & DESTROYED:
            self._fail_waiting()
        if self._write_flags & ENDING:
            self._finish_maybe()

    def _call_back(self, batch: list[BufferedWrite], error: BaseException | None) -> None:
        """Each callback once; one that raises leaves the others for the next tick."""
        for index, entry in enumerate(batch):
            if entry.callback is None:
                continue
            try:
                entry.callback(error)
            except BaseException:
                rest = batch[index + 1 :]
                if rest:
                    queue_tick(self, self._call_back, rest, error)
                raise

    def _write_failed(self, batch: list[BufferedWrite], error: BaseException) -> None:
        self._ensure_write_queue().pending_callbacks -= 1
        try:
            self._call_back(batch, error)
            self._fail_waiting()
        finally:
            self._fail(error)

    def _fail_waiting(self) -> None:
        """The stream is over: what still waits was not written."""
        queue = self._ensure_write_queue()
        if self._write_flags & WRITING:
            return
        waiting = list(queue.buffered)
        queue.buffered.clear()
        queue.length -= sum(entry.length for entry in waiting)
        self._call_back(waiting, self._errored or destroyed_error("write"))
        self._call_at_finish(self._errored or destroyed_error("end"))

    def _call_at_finish(self, error: BaseException | None) -> None:
        queue = self._ensure_write_queue()
        on_finish, queue.on_finish = queue.on_finish, []
        for callback in on_finish:
            callback(error)

    def _write_waiting(self) -> None:
        """Writes what waits in the queue, as far as that can be done now."""
        queue = self._ensure_write_queue()
        waiting = queue.buffered
        if not waiting or queue.corked or self._write_flags & PROCESSING:
            return
        if self._flags & (DESTROYED | CONSTRUCTING):
            return
        self._write_flags |= PROCESSING
        try:
            if len(waiting) > 1 and overrides(self, "_writev", Writable):
                batch = list(waiting)
                waiting.clear()
                queue.pending_callbacks -= len(batch) - 1
                self._do_write(batch)
            else:
                while waiting and not self._write_flags & WRITING:
                    self._do_write([waiting.popleft()])
        finally:
            self._write_flags &= ~PROCESSING

    def cork(self) -> None:
        """Holds writes back until ``uncork()`` or ``end()`` (manual: writable.cork())."""
        check_caller(self)
        self._ensure_write_queue().corked += 1

    def uncork(self) -> None:
        """Lets what ``cork()`` held back go, in one ``_writev`` where there is one
        (manual: writable.uncork()).
        """
        check_caller(self)
        queue = self._ensure_write_queue()
        if queue.corked:
            queue.corked -= 1
            if not self._write_flags & WRITING:
                self._write_waiting()

    def set_default_encoding(self: Self, encoding: str) -> Self:
        """Sets the ``encoding`` of a ``str`` written without one
        (manual: writable.setDefaultEncoding()).

        ``"utf8"`` before. Returns the stream. Raises ``ERR_UNKNOWN_ENCODING``.
        """
        encoding_name(encoding)
        check_thread(self)
        self._ensure_write_queue().default_encoding = encoding.lower()
        return self

    def _constructed(self) -> None:
        if not self._write_flags & WRITING and self._write_queue is not None:
            self._write_waiting()
        if self._write_flags & ENDING:
            self._finish_maybe()

    def pipe(self, destination: Any, *, end: bool = True) -> Any:
        """Not for a stream without a readable side: it fails with ``ERR_STREAM_CANNOT_PIPE``.

        ``destination`` and ``end`` are those of ``Readable.pipe``.
        """
        self._fail(StateError("ERR_STREAM_CANNOT_PIPE", "Cannot pipe, not readable"))

    # -- ending ------------------------------------------------------------------------

    def end(
        self: Self,
        chunk: Any = None,
        encoding: str | Callback | None = None,
        callback: Callback | None = None,
    ) -> Self:
        """Ends the stream after ``chunk``, if given (manual: writable.end()).

        ``chunk``: bytes-like, a ``str`` in ``encoding`` (default ``"utf8"``), or any object in
        object mode. ``callback`` is called at ``"finish"``, or with the error:
        ``ERR_STREAM_ALREADY_FINISHED``, ``ERR_STREAM_DESTROYED``, or what the stream failed with.
        A Socket sends FIN then, and still reads. Returns the stream. Raises as ``write``.
        """
        check_caller(self)
        if callable(chunk) and not (self._write_flags & WRITE_OBJECT_MODE and callback is not None):
            chunk, encoding, callback = None, None, chunk
        elif callable(encoding):
            encoding, callback = None, encoding
        options.check_optional(callback)
        error: BaseException | None = None
        if chunk is not None:
            result = self._start_write(chunk, encoding, None)
            error = result if isinstance(result, Exception) else None
        queue = self._ensure_write_queue()
        if queue.corked:
            queue.corked = 1
            self.uncork()
        if error is None:
            try:
                error = self._start_end()
            except BaseException as raised:  # Ctrl-C, say
                if callback is not None:
                    queue_tick(self, takes_error(callback), interrupted(raised))
                raise
        if callback is not None:
            callback = takes_error(callback)
            if error is not None or self._write_flags & FINISHED:
                queue_tick(self, callback, error)
            else:
                queue.on_finish.append(callback)
        return self

    def _start_end(self) -> Exception | None:
        if not self._errored and not self._write_flags & ENDING:
            self._write_flags |= ENDING
            self._writing_changed()
            self._finish_maybe(sync=True)
            self._write_flags |= WRITE_ENDED
        elif self._write_flags & FINISHED:
            return StateError(
                "ERR_STREAM_ALREADY_FINISHED", "Cannot call end after a stream was finished"
            )
        elif self._flags & DESTROYED:
            return destroyed_error("end")
        return None

    def _needs_finish(self) -> bool:
        if (
            not self._write_flags & ENDING
            or self._write_flags & (FINISHED | WRITING)
            or self._errored
        ):
            return False
        if self._flags & (DESTROYED | ERROR_EMITTED | CLOSE_EMITTED | CONSTRUCTING):
            return False
        queue = self._ensure_write_queue()
        return queue.length == 0 and not queue.buffered

    def _finish_maybe(self, sync: bool = False) -> None:
        if not self._needs_finish():
            return
        self._prefinish()
        queue = self._ensure_write_queue()
        if queue.pending_callbacks:
            return
        if sync:
            queue.pending_callbacks += 1
            queue_tick(self, self._finish_later)
        elif self._needs_finish():
            queue.pending_callbacks += 1
            self._finish()

    def _finish_later(self) -> None:
        if self._needs_finish():
            self._finish()
        else:
            self._ensure_write_queue().pending_callbacks -= 1

    def _prefinish(self) -> None:
        if self._write_flags & (PREFINISHED | FINAL_CALLED):
            return
        if not overrides(self, "_final", Writable):
            self._write_flags |= PREFINISHED
            self.emit("prefinish")
            return
        self._write_flags |= FINAL_CALLED | WRITE_SYNC
        self._ensure_write_queue().pending_callbacks += 1
        done = _FinalDone(self)
        try:
            self._final(done)
        except BaseException as error:
            done(interrupted(error))
            if not isinstance(error, Exception):
                raise
        finally:
            self._write_flags &= ~WRITE_SYNC

    def _final_done(self, error: BaseException | None) -> None:
        queue = self._ensure_write_queue()
        queue.pending_callbacks -= 1
        if error is not None:
            self._call_at_finish(error)
            self._fail(error, later=bool(self._write_flags & WRITE_SYNC))
        elif self._needs_finish():
            self._write_flags |= PREFINISHED
            self.emit("prefinish")
            queue.pending_callbacks += 1
            queue_tick(self, self._finish)

    def _finish(self) -> None:
        self._ensure_write_queue().pending_callbacks -= 1
        self._write_flags |= FINISHED
        self._call_at_finish(None)
        self.emit("finish")
        if self._flags & AUTO_DESTROY and self._read_is_over():
            self.destroy()

    def _read_is_over(self) -> bool:
        """Hook: whether there is no readable side, or it has ended."""
        return True

    def _undestroy(self) -> None:
        Stream._undestroy(self)
        self._write_flags &= ~(ENDING | WRITE_ENDED | FINISHED | FINAL_CALLED | PREFINISHED)
        if self._write_flags & NOT_WRITABLE:
            self._write_flags |= ENDING | WRITE_ENDED | FINISHED
        self._writing_changed()

    def destroy(
        self: Self, error: BaseException | None = None, callback: Callback | None = None
    ) -> Self:
        """Ends the stream at once (manual: stream.destroy()).

        What is queued is not written, and its callbacks get an error. ``error``, if given, is
        emitted as ``"error"``, then ``"close"``. ``callback`` is called with the error, before
        those. Returns the stream; a second call does nothing but call back. Raises
        ``ERR_INVALID_ARG_TYPE`` for what is no exception.
        """
        check_error(error)
        options.check_optional(callback)
        queue = self._write_queue
        if queue is not None and not self._flags & DESTROYED:
            check_caller(self)
            if queue.buffered or queue.on_finish:
                queue_tick(self, self._fail_waiting)
        Stream.destroy(self, error, callback)
        return self


def _checked(encoding: object) -> str | None:
    """An encoding as it was given, None for none; ``ERR_UNKNOWN_ENCODING``.

    ``"buffer"``, which ``_write`` is given for bytes, is one: a hook may hand both on.
    """
    if isinstance(encoding, str):
        if encoding and encoding != "buffer":
            encoding_name(encoding)
        return encoding or None
    if options.truth(encoding, "encoding"):
        raise unknown_encoding(encoding)
    return None


class _FinalDone:
    """The callback of ``_final``: counts once."""

    __slots__ = ("stream", "called")

    def __init__(self, stream: Writable) -> None:
        self.stream = stream
        self.called = False

    def __call__(self, error: BaseException | None = None) -> None:
        if self.called:
            self.stream._fail(error or multiple_callback())
            return
        self.called = True
        self.stream._final_done(error)


def destroyed_error(operation: str, why: str = "") -> ClosedError:
    """``ERR_STREAM_DESTROYED``; ``why`` is what ``_why_over()`` says."""
    return ClosedError(
        "ERR_STREAM_DESTROYED", f"Cannot call {operation} after a stream was destroyed{why}"
    )


def not_a_chunk(chunk: object) -> ArgumentTypeError:
    """``ERR_INVALID_ARG_TYPE`` for what cannot be written."""
    expected = "of type str or an instance of bytes or a bytes-like object"
    return invalid_arg_type("chunk", expected, chunk)
