"""The writable side of a stream: Node's rules for queueing, callbacks, ending and finishing.

Over three hooks: ``_write(chunk, done)``, ``_writev(chunks, done)`` for what was
queued meanwhile, ``_final(done)`` before ``"finish"``. Knows no handle.
"""

from __future__ import annotations

from typing import Any, Callable, TypeVar, Union

from ._callbacks import takes_error
from ._encoding import encode, encoding_name
from ._errors import ArgumentTypeError, StateError, invalid_arg_type
from ._lifecycle import (
    AUTO_DESTROY,
    CLOSE_EMITTED,
    DESTROYED,
    ERROR_EMITTED,
    Done,
    Stream,
)

Self = TypeVar("Self", bound="Writable")
BytesLike = Union[bytes, bytearray, memoryview]
Data = Union[BytesLike, str]
Callback = Callable[..., Any]

ENDING = 1  # end() was called
ENDED = 2  # and has returned
FINISHED = 4  # "finish" was or is being emitted
NEED_DRAIN = 8  # write() returned False
WRITING = 16  # a _write is under way
SYNC = 32  # inside _write
FINAL_CALLED = 64
PREFINISHED = 128
PROCESSING = 256  # inside _clear_queue
AFTER_WRITE = 512  # _after_writes is scheduled


class Pending:
    """A chunk that waits, and its callback."""

    __slots__ = ("chunk", "length", "callback")

    def __init__(self, chunk: Any, length: int, callback: Callback | None) -> None:
        self.chunk = chunk
        self.length = length
        self.callback = callback


class WriteQueue:
    """What a writable side holds besides its bits, once it needs it."""

    __slots__ = (
        "length",
        "waiting",
        "current",
        "corked",
        "callbacks_due",
        "done_now",
        "at_finish",
        "default_encoding",
    )

    def __init__(self) -> None:
        self.length = 0  # bytes not yet written, those of the current _write included
        self.waiting: list[Pending] = []
        self.current: list[Pending] = []
        self.corked = 0
        self.callbacks_due = 0
        self.done_now: list[Pending] = []  # written at once: callbacks at the next tick
        self.at_finish: list[Callback] = []
        self.default_encoding = "utf8"


class Writable(Stream):
    """The methods of the writable side (Node's manual, "Writable streams")."""

    __slots__ = ()
    _w: int

    def _init_writable(self, high_water_mark: int) -> None:
        self._w = 0
        self._w_hwm = high_water_mark

    def _write_queue(self) -> WriteQueue:
        queue = self._wq
        if queue is None:
            queue = self._wq = WriteQueue()
        result: WriteQueue = queue
        return result

    # -- state -----------------------------------------------------------------------

    @property
    def writable(self) -> bool:
        """Whether ``write()`` may be called."""
        return not (self._w & ENDING or self._life & DESTROYED or self._errored)

    @property
    def writable_ended(self) -> bool:
        """Whether ``end()`` was called."""
        return bool(self._w & ENDING)

    @property
    def writable_finished(self) -> bool:
        """Whether all was written after ``end()``: set just before ``"finish"``."""
        return bool(self._w & FINISHED)

    @property
    def writable_length(self) -> int:
        """Bytes waiting to be written."""
        return 0 if self._wq is None else self._wq.length

    @property
    def writable_high_water_mark(self) -> int:
        """The mark given when the stream was made, in bytes."""
        return self._w_hwm

    @property
    def writable_need_drain(self) -> bool:
        """Whether ``write()`` returned False and ``"drain"`` has not come yet."""
        return bool(self._w & NEED_DRAIN) and not self._w & ENDING and not self._life & DESTROYED

    @property
    def writable_corked(self) -> int:
        """How often ``uncork()`` must be called."""
        return 0 if self._wq is None else self._wq.corked

    # -- hooks -----------------------------------------------------------------------

    def _write(self, chunk: Any, done: Done) -> None:
        """Hook: write one chunk, then call ``done(error or None)``."""
        raise NotImplementedError

    def _writev(self, chunks: list[Any], done: Done) -> None:
        """Hook: write several chunks, then call ``done(error or None)``."""
        raise NotImplementedError

    def _final(self, done: Done) -> None:
        """Hook: what must happen before ``"finish"``."""
        done(None)

    # -- writing ----------------------------------------------------------------------

    def write(
        self,
        chunk: Data,
        encoding: str | Callback | None = None,
        callback: Callback | None = None,
    ) -> bool:
        """Writes ``chunk``; True if nothing of it is queued.

        ``encoding`` is for a ``str`` (default ``"utf8"``). ``callback`` is called
        when the chunk is written, with the error if it could not be.
        After False ``"drain"`` tells when the queue is empty.
        """
        return self._start_write(chunk, encoding, callback) is True

    def _start_write(self, chunk: Any, encoding: Any, callback: Any) -> bool | Exception:
        if callable(encoding):
            encoding, callback = None, encoding
        data = self._to_bytes(chunk, encoding)
        if callback is not None:
            callback = takes_error(callback)
        error: Exception | None = None
        if self._w & ENDING:
            error = self._ended_error()
        elif self._life & DESTROYED:
            error = StateError(
                "ERR_STREAM_DESTROYED", "Cannot call write after a stream was destroyed"
            )
        if error is not None:
            if callback is not None:
                self._loop.next_tick(callback, error)
            self._fail(error)
            return error
        return self._write_or_queue(Pending(data, len(data), callback))

    def _ended_error(self) -> Exception:
        return StateError("ERR_STREAM_WRITE_AFTER_END", "write after end")

    def _to_bytes(self, chunk: Any, encoding: Any) -> BytesLike:
        if encoding is not None and encoding != "buffer":
            encoding = encoding_name(encoding)
        if isinstance(chunk, str):
            if encoding is None:
                encoding = "utf8" if self._wq is None else self._wq.default_encoding
            return encode(chunk, encoding)
        if isinstance(chunk, (bytes, bytearray)):
            return chunk
        if isinstance(chunk, memoryview):
            return chunk.cast("B") if chunk.c_contiguous else chunk.tobytes()
        if chunk is None:
            raise ArgumentTypeError("ERR_STREAM_NULL_VALUES", "May not write null values to stream")
        try:
            return memoryview(chunk).cast("B")
        except TypeError:
            raise invalid_arg_type(
                "chunk", "of type str or an instance of bytes or a bytes-like object", chunk
            ) from None

    def _write_or_queue(self, pending: Pending) -> bool:
        queue = self._write_queue()
        queue.length += pending.length
        queue.callbacks_due += 1
        if self._w & WRITING or queue.corked or self._errored:
            queue.waiting.append(pending)
        else:
            self._do_write([pending])
        accepted = self._accepts(queue)
        if not accepted:
            self._w |= NEED_DRAIN
        return accepted and not self._errored and not self._life & DESTROYED

    def _accepts(self, queue: WriteQueue) -> bool:
        """Hook: what write() tells about the queue."""
        return queue.length < self._w_hwm

    def _do_write(self, pending: list[Pending]) -> None:
        self._write_queue().current = pending
        self._w |= WRITING | SYNC
        if len(pending) == 1:
            self._write(pending[0].chunk, self._on_written)
        else:
            self._writev([entry.chunk for entry in pending], self._on_written)
        self._w &= ~SYNC

    def _on_written(self, error: BaseException | None = None) -> None:
        queue = self._write_queue()
        done, queue.current = queue.current, []
        sync = bool(self._w & SYNC)
        self._w &= ~WRITING
        queue.length -= sum(entry.length for entry in done)
        if error is not None:
            if self._errored is None:
                self._errored = error
            if sync:
                self._loop.next_tick(self._write_failed, done, error)
            else:
                self._write_failed(done, error)
            return
        if queue.waiting:
            self._clear_queue()
        if not sync:
            self._after_write(done)
            return
        queue.done_now.extend(done)
        if not self._w & AFTER_WRITE:
            self._w |= AFTER_WRITE
            self._loop.next_tick(self._after_writes)

    def _after_writes(self) -> None:
        queue = self._write_queue()
        self._w &= ~AFTER_WRITE
        done, queue.done_now = queue.done_now, []
        self._after_write(done)

    def _after_write(self, done: list[Pending]) -> None:
        queue = self._write_queue()
        if self._w & NEED_DRAIN and queue.length == 0 and not self._w & ENDING:
            if not self._life & DESTROYED:
                self._w &= ~NEED_DRAIN
                self.emit("drain")
        self._call_back(done, None)
        if self._life & DESTROYED:
            self._fail_waiting()
        self._finish_maybe()

    def _call_back(self, done: list[Pending], error: BaseException | None) -> None:
        """Each callback once; one that raises leaves the others for the next tick."""
        queue = self._write_queue()
        for index, entry in enumerate(done):
            queue.callbacks_due -= 1
            if entry.callback is None:
                continue
            try:
                entry.callback(error)
            except BaseException:
                rest = done[index + 1 :]
                if rest:
                    self._loop.next_tick(self._call_back, rest, error)
                raise

    def _write_failed(self, done: list[Pending], error: BaseException) -> None:
        self._call_back(done, error)
        self._fail_waiting()
        self._fail(error)

    def _fail_waiting(self) -> None:
        """The stream is over: what still waits was not written."""
        queue = self._write_queue()
        if self._w & WRITING:
            return
        waiting, queue.waiting = queue.waiting, []
        queue.length -= sum(entry.length for entry in waiting)
        self._call_back(waiting, self._errored or _destroyed_error("write"))
        at_finish, queue.at_finish = queue.at_finish, []
        for callback in at_finish:
            callback(self._errored or _destroyed_error("end"))

    def _clear_queue(self) -> None:
        queue = self._write_queue()
        if queue.corked or self._w & PROCESSING or self._life & DESTROYED:
            return
        waiting, queue.waiting = queue.waiting, []
        if not waiting:
            return
        self._w |= PROCESSING
        self._do_write(waiting)
        self._w &= ~PROCESSING

    def cork(self) -> None:
        """Holds writes back until ``uncork()`` or ``end()``."""
        self._write_queue().corked += 1

    def uncork(self) -> None:
        """Lets what ``cork()`` held back go, in one write."""
        queue = self._write_queue()
        if queue.corked:
            queue.corked -= 1
            if not self._w & WRITING:
                self._clear_queue()

    def set_default_encoding(self: Self, encoding: str) -> Self:
        """The encoding of a ``str`` written without one."""
        self._write_queue().default_encoding = encoding_name(encoding)
        return self

    # -- ending ------------------------------------------------------------------------

    def end(
        self: Self,
        chunk: Data | Callback | None = None,
        encoding: str | Callback | None = None,
        callback: Callback | None = None,
    ) -> Self:
        """Ends the stream after ``chunk``, if given; ``callback`` is called at ``"finish"``."""
        if callable(chunk):
            chunk, encoding, callback = None, None, chunk
        elif callable(encoding):
            encoding, callback = None, encoding
        error: Exception | None = None
        if chunk is not None:
            result = self._start_write(chunk, encoding, None)
            error = result if isinstance(result, Exception) else None
        queue = self._write_queue()
        if queue.corked:
            queue.corked = 1
            self.uncork()
        if error is None:
            error = self._start_end()
        if callback is not None:
            callback = takes_error(callback)
            if error is not None or self._w & FINISHED:
                self._loop.next_tick(callback, error)
            else:
                queue.at_finish.append(callback)
        return self

    def _start_end(self) -> Exception | None:
        if not self._errored and not self._w & ENDING:
            self._w |= ENDING
            self._finish_maybe(sync=True)
            self._w |= ENDED
        elif self._w & FINISHED:
            return StateError(
                "ERR_STREAM_ALREADY_FINISHED", "Cannot call end after a stream was finished"
            )
        elif self._life & DESTROYED:
            return _destroyed_error("end")
        return None

    def _needs_finish(self) -> bool:
        if not self._w & ENDING or self._w & (FINISHED | WRITING) or self._errored:
            return False
        if self._life & (DESTROYED | ERROR_EMITTED | CLOSE_EMITTED):
            return False
        queue = self._write_queue()
        return queue.length == 0 and not queue.waiting

    def _finish_maybe(self, sync: bool = False) -> None:
        if not self._needs_finish():
            return
        self._prefinish()
        queue = self._write_queue()
        if queue.callbacks_due:
            return
        if sync:
            queue.callbacks_due += 1
            self._loop.next_tick(self._finish_later)
        elif self._needs_finish():
            queue.callbacks_due += 1
            self._finish()

    def _finish_later(self) -> None:
        if self._needs_finish():
            self._finish()
        else:
            self._write_queue().callbacks_due -= 1

    def _prefinish(self) -> None:
        if self._w & (PREFINISHED | FINAL_CALLED):
            return
        self._w |= FINAL_CALLED
        self._write_queue().callbacks_due += 1
        done = _FinalDone(self)
        try:
            self._final(done)
        except Exception as error:
            done(error)

    def _final_done(self, error: BaseException | None) -> None:
        queue = self._write_queue()
        queue.callbacks_due -= 1
        if error is not None:
            at_finish, queue.at_finish = queue.at_finish, []
            for callback in at_finish:
                callback(error)
            self._fail(error)
        elif self._needs_finish():
            self._w |= PREFINISHED
            self.emit("prefinish")
            queue.callbacks_due += 1
            self._loop.next_tick(self._finish)

    def _finish(self) -> None:
        queue = self._write_queue()
        queue.callbacks_due -= 1
        self._w |= FINISHED
        at_finish, queue.at_finish = queue.at_finish, []
        for callback in at_finish:
            callback(None)
        self.emit("finish")
        if self._life & AUTO_DESTROY and self._read_is_over():
            self.destroy()

    def _read_is_over(self) -> bool:
        """Hook: whether there is no readable side, or it has ended."""
        return True

    def destroy(self: Self, error: BaseException | None = None) -> Self:
        """Ends the stream at once; what is queued is not written, as its callbacks are told."""
        queue = self._wq
        if queue is not None and not self._life & DESTROYED:
            if queue.waiting or queue.at_finish:
                self._loop.next_tick(self._fail_waiting)
        Stream.destroy(self, error)
        return self


class _FinalDone:
    """The callback of ``_final``: counts once."""

    __slots__ = ("stream",)

    def __init__(self, stream: Writable) -> None:
        self.stream: Writable | None = stream

    def __call__(self, error: BaseException | None = None) -> None:
        stream, self.stream = self.stream, None
        if stream is not None:
            stream._final_done(error)


def _destroyed_error(operation: str) -> StateError:
    return StateError(
        "ERR_STREAM_DESTROYED", f"Cannot call {operation} after a stream was destroyed"
    )
