"""The readable side of a stream: Node's rules for flowing, pausing, buffering and ending.

Over one hook: ``_read(size)`` asks for data, which comes through ``push(chunk)``;
``push(None)`` is the end. Knows no handle.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar, overload

from .._events import F
from .._listeners import Listener
from .._loop.access import check_caller, check_thread, is_closed, queue_tick
from .._util import validators as options
from .._util.errors import StateError, invalid_arg_type, out_of_range
from . import _pipe
from ._base import Stream
from ._encoding import Decoder, encode, encoding_name
from ._from_iterable import from_
from ._read_queue import ReadQueue
from ._reader import reader_of
from ._state import (
    ALLOW_HALF_OPEN,
    AUTO_DESTROY,
    CLOSE_EMITTED,
    CONSTRUCTING,
    DATA_EMITTED,
    DESTROYED,
    EMITTED_READABLE,
    END_EMITTED,
    ERROR_EMITTED,
    FLOW_STOPPED,
    FLOWING,
    NEED_READABLE,
    NOT_READABLE,
    PAUSED,
    READ_ENDED,
    READ_OBJECT_MODE,
    READ_SYNC,
    READABLE_LISTENING,
    READING,
    READING_MORE,
    RESUME_SCHEDULED,
)

Self = TypeVar("Self", bound="Readable")

MOST_AT_ONCE = 1 << 30  # bytes; what one read() may ask for


class Readable(Stream):
    """A stream to read from (manual: Class: stream.Readable).

    A subclass gives ``_read(size)``, or the option ``read(stream, size)`` does:

    - ``high_water_mark`` (bytes, 16 KiB; objects, 16): how much is read ahead.
    - ``encoding``: give text in this encoding, as by ``set_encoding()``.
    - ``object_mode`` (False): chunks are any objects but None, each of length 1.
    - ``emit_close`` (True): emit ``"close"`` after ``destroy()``.
    - ``auto_destroy`` (True): destroy the stream after ``"end"`` and after an error.
    - ``read``, ``destroy``, ``construct``: the hooks as functions, called with the
      stream first.
    - ``signal``: an AbortSignal that destroys the stream.
    - ``capture_rejections`` (False): see ``EventEmitter``; the stream is destroyed with it.

    Raises ``ERR_INVALID_ARG_VALUE`` for a bad mark, ``ERR_UNKNOWN_ENCODING``,
    ``ERR_INVALID_ARG_TYPE`` for a hook that cannot be called or no signal.
    """

    __slots__ = ()
    _read_flags: int

    def __init__(
        self,
        *,
        high_water_mark: int | None = None,
        encoding: str | None = None,
        object_mode: bool | None = False,
        emit_close: bool | None = True,
        auto_destroy: bool | None = True,
        read: Callable[[Any, int], Any] | None = None,
        destroy: Callable[..., Any] | None = None,
        construct: Callable[..., Any] | None = None,
        signal: Any = None,
        capture_rejections: bool | None = None,
    ) -> None:
        Stream.__init__(self, capture_rejections=capture_rejections)
        objects = options.truth(object_mode, "options.object_mode")
        mark = options.high_water_mark(high_water_mark, "options.high_water_mark", objects)
        self._init_readable(mark, READ_OBJECT_MODE if objects else 0)
        if encoding is not None:
            self.set_encoding(encoding)
        self._set_up(
            emit_close, auto_destroy, signal, read=read, destroy=destroy, construct=construct
        )

    def _init_readable(self, high_water_mark: int, bits: int = 0) -> None:
        self._read_flags = READ_SYNC | bits
        self._read_mark = high_water_mark

    def _let_go(self) -> None:
        if self._read_queue is not None:
            self._read_queue.let_go()
        Stream._let_go(self)

    def _ensure_read_queue(self) -> ReadQueue:
        queue = self._read_queue
        if queue is None:
            queue = self._read_queue = ReadQueue(bool(self._read_flags & READ_OBJECT_MODE))
        result: ReadQueue = queue
        return result

    # -- state -----------------------------------------------------------------------

    @property
    def readable(self) -> bool:
        """Whether there may still be something to read (manual: readable.readable).

        May be set, as in Node, to False: who looks takes the side for over; it still reads.
        """
        if not hasattr(self, "_read_flags"):
            return False
        over = self._flags & (DESTROYED | ERROR_EMITTED) or self._read_flags & (
            END_EMITTED | NOT_READABLE
        )
        return not over

    @readable.setter
    def readable(self, on: bool) -> None:
        if hasattr(self, "_read_flags"):
            on = options.truth(on, "readable")
            check_caller(self)
            self._read_flags = (
                self._read_flags & ~NOT_READABLE if on else self._read_flags | NOT_READABLE
            )

    @property
    def readable_flowing(self) -> bool | None:
        """True flowing, False stopped, None when nobody has asked for data yet
        (manual: readable.readableFlowing).

        May be set, which reads nothing by itself: ``resume()`` and ``pause()`` are the way.
        """
        if self._read_flags & FLOWING:
            return True
        return False if self._read_flags & FLOW_STOPPED else None

    @readable_flowing.setter
    def readable_flowing(self, flowing: bool | None) -> None:
        if hasattr(self, "_read_flags"):
            state = 0 if flowing is None else FLOW_STOPPED
            if options.truth(flowing, "readable_flowing"):
                state = FLOWING
            check_caller(self)
            self._read_flags = self._read_flags & ~(FLOWING | FLOW_STOPPED) | state
            self._flow_changed()

    @property
    def readable_length(self) -> int:
        """Bytes (characters with an encoding, or objects) waiting to be read
        (manual: readable.readableLength).
        """
        return 0 if self._read_queue is None else self._read_queue.length

    @property
    def readable_high_water_mark(self) -> int:
        """How many bytes, or objects, are buffered before reading stops
        (manual: readable.readableHighWaterMark).
        """
        return self._read_mark

    @property
    def readable_object_mode(self) -> bool:
        """Whether chunks are objects (manual: readable.readableObjectMode)."""
        return bool(self._read_flags & READ_OBJECT_MODE)

    @property
    def readable_ended(self) -> bool:
        """Whether ``"end"`` was emitted (manual: readable.readableEnded)."""
        return bool(self._read_flags & END_EMITTED)

    @property
    def readable_aborted(self) -> bool:
        """Whether the stream was destroyed, or failed, before ``"end"``
        (manual: readable.readableAborted).
        """
        over = self._flags & DESTROYED or self._errored is not None
        return bool(over) and not self._read_flags & (END_EMITTED | NOT_READABLE)

    @property
    def readable_did_read(self) -> bool:
        """Whether ``"data"`` was emitted (manual: readable.readableDidRead)."""
        return bool(self._read_flags & DATA_EMITTED)

    @property
    def readable_encoding(self) -> str | None:
        """The encoding ``set_encoding`` set, or None (manual: readable.readableEncoding)."""
        if self._read_queue is None or self._read_queue.decoder is None:
            return None
        name: str = self._read_queue.decoder.encoding
        return name

    @staticmethod
    def from_(iterable: Any, **options: Any) -> Readable:
        """A Readable of what ``iterable`` gives (manual: stream.Readable.from()).

        Text and bytes are one chunk. An async iterable needs a running asyncio loop.
        ``options`` are the Readable's; ``object_mode`` is True and ``high_water_mark``
        1 by default. None among the values is ``ERR_STREAM_NULL_VALUES``. A bytearray or a
        memoryview is copied as it comes: a generator may use its memory again.
        """
        stream: Readable = from_(Readable, iterable, **options)
        return stream

    def _undestroy(self) -> None:
        Stream._undestroy(self)
        self._read_flags &= ~(READING | READ_ENDED | END_EMITTED)
        if self._read_flags & NOT_READABLE:
            self._read_flags |= READ_ENDED | END_EMITTED
        self._flow_changed()

    def _flow_changed(self) -> None:
        queue = self._read_queue
        if queue is not None and queue.reader is not None:
            queue.reader.invalidate()

    def _update_sink(self) -> None:
        """Hook: data may go straight to the queue of the tasks that wait for it."""

    def __aiter__(self) -> Any:
        """``async for chunk in stream``, inside asyncio.

        Waits for each chunk; reading stops while nobody asks. After a ``break`` the
        stream is paused and whole. Raises the stream's error, and
        ``ERR_STREAM_PREMATURE_CLOSE`` if it was destroyed before its end.
        """
        return reader_of(self)

    def is_paused(self) -> bool:
        """Whether the flow is stopped: by ``pause()`` or a ``"readable"`` listener
        (manual: readable.isPaused()).
        """
        return bool(self._read_flags & (PAUSED | FLOW_STOPPED))

    # -- what comes in -------------------------------------------------------------------

    def _read(self, size: int) -> None:
        """Hook: get data, about ``size`` bytes, and ``push`` it now or later."""
        raise StateError("ERR_METHOD_NOT_IMPLEMENTED", "The _read() method is not implemented")

    def push(self, chunk: Any, encoding: str | None = None) -> bool:
        """Takes a chunk in, or the end (None); False when no more should come for now
        (manual: readable.push()).

        ``encoding`` is for a ``str`` (default ``"utf8"``). After the end it is
        ``ERR_STREAM_PUSH_AFTER_EOF``, for what is no chunk ``ERR_INVALID_ARG_TYPE``.
        """
        check_caller(self)
        if chunk is None:
            self._read_flags &= ~READING
            self._push_end()
            return False
        if not self._read_flags & READ_OBJECT_MODE:
            if type(chunk) is not bytes:
                chunk = self._to_chunk(chunk, encoding)
                if chunk is None:
                    return self._can_push()
            if not chunk:
                self._read_flags &= ~READING
                self._read_more_later()
                return self._can_push()
        if self._read_flags & READ_ENDED:
            self._fail(StateError("ERR_STREAM_PUSH_AFTER_EOF", "stream.push() after EOF"))
            return False
        if self._flags & DESTROYED or self._errored:
            return False
        self._read_flags &= ~READING
        queue = self._read_queue
        if queue is not None and queue.decoder is not None and isinstance(chunk, bytes):
            chunk = queue.decoder.write(chunk)
            if not chunk and not self._read_flags & READ_OBJECT_MODE:
                self._read_more_later()
                return self._can_push()
        self._take_in(chunk)
        return self._can_push()

    def unshift(self, chunk: Any, encoding: str | None = None) -> bool:
        """Puts a ``chunk`` back, before all that is buffered (manual: readable.unshift()).

        ``chunk``: bytes, a ``str`` in ``encoding`` (default ``"utf8"``), or any object in
        object mode; None is the end. False when no more should come for now. After ``"end"``
        the stream fails with ``ERR_STREAM_UNSHIFT_AFTER_END_EVENT``.
        """
        if chunk is None:
            return self.push(None)
        check_caller(self)
        if not self._read_flags & READ_OBJECT_MODE:
            chunk = self._to_chunk(chunk, encoding)
            if chunk is None:
                return self._can_push()
            name = self.readable_encoding
            if name is not None and not isinstance(chunk, str):
                decoder = Decoder(name)
                chunk = decoder.write(chunk) + decoder.end()
            if not chunk:
                return self._can_push()
        if self._read_flags & END_EMITTED:
            self._fail(
                StateError("ERR_STREAM_UNSHIFT_AFTER_END_EVENT", "stream.unshift() after end event")
            )
        elif self._flags & DESTROYED or self._errored:
            return False
        else:
            self._take_in(chunk, front=True)
        return self._can_push()

    def _to_chunk(self, chunk: Any, encoding: str | None) -> bytes | str | None:
        """Bytes, or text that needs no decoding; None, and the stream fails, for anything else."""
        if isinstance(chunk, str):
            name = encoding_name("utf8" if encoding in (None, "") else encoding)
            return chunk if name == self.readable_encoding else encode(chunk, name)
        try:
            with memoryview(chunk) as view:
                return view.tobytes()
        except (TypeError, ValueError, BufferError):
            expected = "of type str or an instance of bytes or a bytes-like object"
            self._fail(invalid_arg_type("chunk", expected, chunk))
            return None

    def _can_push(self) -> bool:
        length = self.readable_length
        return not self._read_flags & READ_ENDED and (length < self._read_mark or length == 0)

    def _take_in(self, chunk: Any, front: bool = False) -> None:
        queue = self._read_queue
        direct = self._read_flags & (FLOWING | READ_SYNC) == FLOWING and (
            queue is None or queue.length == 0
        )
        if direct and self.listener_count("data"):
            if queue is not None and queue.awaiting_drain:
                queue.awaiting_drain.clear()
            self._read_flags |= DATA_EMITTED
            self.emit("data", chunk)
        else:
            queue = self._ensure_read_queue()
            if front:
                queue.prepend(chunk)
            else:
                queue.append(chunk)
            self._flow_changed()
            if self._read_flags & NEED_READABLE:
                self._emit_readable_later()
        self._read_more_later()

    def _push_end(self) -> None:
        if self._read_flags & READ_ENDED:
            return
        queue = self._read_queue
        if queue is not None and queue.decoder is not None:
            rest = queue.decoder.end()
            if rest:
                queue.append(rest)
        self._read_flags |= READ_ENDED
        if self._read_flags & READ_SYNC:
            self._emit_readable_later()
        else:
            self._read_flags = (self._read_flags & ~NEED_READABLE) | EMITTED_READABLE
            self._emit_readable()

    def _emit_readable_later(self) -> None:
        self._read_flags &= ~NEED_READABLE
        if not self._read_flags & EMITTED_READABLE:
            self._read_flags |= EMITTED_READABLE
            queue_tick(self, self._emit_readable)

    def _emit_readable(self) -> None:
        alive = not (self._flags & DESTROYED or self._errored)
        if alive and (self.readable_length or self._read_flags & READ_ENDED):
            self.emit("readable")
            self._read_flags &= ~EMITTED_READABLE
        if (
            not self._read_flags & (FLOWING | READ_ENDED)
            and self.readable_length <= self._read_mark
        ):
            self._read_flags |= NEED_READABLE
        else:
            self._read_flags &= ~NEED_READABLE
        self._flow()

    def _read_more_later(self) -> None:
        if not self._read_flags & READING_MORE and not self._flags & CONSTRUCTING:
            self._read_flags |= READING_MORE
            queue_tick(self, self._read_more)

    def _read_more(self) -> None:
        while not self._read_flags & (READING | READ_ENDED):
            length = self.readable_length
            if length >= self._read_mark and not (self._read_flags & FLOWING and length == 0):
                break
            self.read(0)
            if length == self.readable_length:
                break
        self._read_flags &= ~READING_MORE

    def _constructed(self) -> None:
        if self._read_flags & NEED_READABLE:
            self._read_more_later()

    # -- what goes out -------------------------------------------------------------------

    def read(self, n: float | str | None = None) -> Any:
        """Takes ``n`` bytes (default: all) out of the buffer; None if there are not as many
        (manual: readable.read()).

        At the end it gives what is left, in object mode always one object. As in Node ``n`` may
        be a number's text, a fraction is cut, and what is no number at all is left out. Raises
        above 1 GiB ``ERR_OUT_OF_RANGE``.
        """
        check_caller(self)
        if n is not None:
            if type(n) is not int:
                n = options.to_integer(n)
            if n is not None and n > self._read_mark:
                self._raise_mark(n)
        if n != 0:
            self._read_flags &= ~EMITTED_READABLE
        elif self._has_enough():
            if self.readable_length == 0 and self._read_flags & READ_ENDED:
                self._end_later()
            else:
                self._emit_readable_later()
            return None
        count = self._how_much(n)
        if count == 0 and self._read_flags & READ_ENDED:
            if self.readable_length == 0:
                self._end_later()
            return None
        if self._ask_for_data(self.readable_length - count):
            count = self._how_much(n)
        return self._give(n, count)

    def _take(self, count: int) -> Any:
        """As ``read(count)`` of what is there, whatever the mark."""
        self._read_flags &= ~EMITTED_READABLE
        self._ask_for_data(self.readable_length - count)
        return self._give(None, count)

    def _raise_mark(self, n: int) -> None:
        if n > MOST_AT_ONCE:
            raise out_of_range("size", "<= 1GiB", n)
        self._read_mark = 1 << (n - 1).bit_length()

    def _has_enough(self) -> bool:
        """Whether a ``read(0)`` need not ask for data, only report what there is."""
        if not self._read_flags & NEED_READABLE:
            return False
        length = self.readable_length
        full = length >= self._read_mark if self._read_mark else length > 0
        return full or bool(self._read_flags & READ_ENDED)

    def _give(self, wanted: int | None, count: int) -> Any:
        queue: ReadQueue | None = self._read_queue
        chunk = queue.take(count) if count > 0 and queue is not None else None
        if chunk is None:
            count = 0
            if self.readable_length <= self._read_mark:
                self._read_flags |= NEED_READABLE
            else:
                self._read_flags &= ~NEED_READABLE
        elif queue is not None and queue.awaiting_drain:
            queue.awaiting_drain.clear()
        if self.readable_length == 0:
            if not self._read_flags & READ_ENDED:
                self._read_flags |= NEED_READABLE
            elif wanted != count:
                self._end_later()
        if chunk is not None and not self._flags & (ERROR_EMITTED | CLOSE_EMITTED):
            self._read_flags |= DATA_EMITTED
            self.emit("data", chunk)
        return chunk

    def _ask_for_data(self, left: int) -> bool:
        """Calls ``_read`` if it should be; True if that pushed at once."""
        low = self.readable_length == 0 or left < self._read_mark
        if not (self._read_flags & NEED_READABLE or low):
            return False
        return self._ask()

    def _ask(self) -> bool:
        """Calls ``_read`` unless it was, or cannot be; True if that pushed at once."""
        if self._read_flags & (READ_ENDED | READING) or self._flags & (DESTROYED | CONSTRUCTING):
            return False
        if self._errored:
            return False
        self._read_flags |= READING | READ_SYNC
        if self.readable_length == 0:
            self._read_flags |= NEED_READABLE
        try:
            self._read(self._read_mark)
        except Exception as error:
            self._fail(error)
        except BaseException as error:  # Ctrl-C, say: it may be asked again
            self._read_flags &= ~READING
            self._hook_raised(error)
            raise
        finally:
            self._read_flags &= ~READ_SYNC
        queue = self._read_queue
        if queue is not None and queue.reader is not None:
            self._update_sink()
        return not self._read_flags & READING

    def _how_much(self, n: int | None) -> int:
        queue: ReadQueue | None = self._read_queue
        if queue is None or (queue.length == 0 and self._read_flags & READ_ENDED):
            return 0
        if n is not None and n <= 0:
            return 0
        if self._read_flags & READ_OBJECT_MODE:
            return 1
        if n is None:
            if self._read_flags & FLOWING and queue.length:
                return queue.first_length()
            return queue.length
        if n <= queue.length:
            return n
        return queue.length if self._read_flags & READ_ENDED else 0

    def _flow(self) -> None:
        while self._read_flags & FLOWING and self.read() is not None:
            pass
        self._flow_changed()

    def _end_later(self) -> None:
        if not self._read_flags & END_EMITTED:
            self._read_flags |= READ_ENDED
            queue_tick(self, self._end_readable)

    def _end_readable(self) -> None:
        over = self._errored or self._flags & CLOSE_EMITTED or self._read_flags & END_EMITTED
        if over or self.readable_length > 0:
            return
        self._read_flags |= END_EMITTED
        self._flow_changed()
        self.emit("end")
        if self._may_write() and not self._flags & ALLOW_HALF_OPEN:
            queue_tick(self, self._end_writable)
        elif self._flags & AUTO_DESTROY and self._write_is_over():
            self.destroy()

    def _may_write(self) -> bool:
        """Hook: whether there is a writable side that is open."""
        return False

    def _write_is_over(self) -> bool:
        """Hook: whether there is no writable side, or it has finished."""
        return True

    def _end_writable(self) -> None:
        """Hook: end the writable side, since the readable one has ended."""

    # -- flowing and listening -------------------------------------------------------------

    def resume(self: Self) -> Self:
        """Lets data flow to the ``"data"`` listeners (manual: readable.resume()).

        Nothing while there are ``"readable"`` listeners. Without a ``"data"`` listener the data is
        lost. Returns the stream; ``"resume"`` follows.
        """
        check_caller(self)
        if not self._read_flags & FLOWING:
            if self._read_flags & READABLE_LISTENING:
                self._read_flags |= FLOW_STOPPED
            else:
                self._read_flags = (self._read_flags | FLOWING) & ~FLOW_STOPPED
            self._resume_later()
        self._read_flags &= ~PAUSED
        self._flow_changed()
        return self

    def _resume_later(self) -> None:
        if not self._read_flags & RESUME_SCHEDULED:
            self._read_flags |= RESUME_SCHEDULED
            queue_tick(self, self._resume_now)

    def _resume_now(self) -> None:
        if not self._read_flags & READING:
            self.read(0)
        self._read_flags &= ~RESUME_SCHEDULED
        self.emit("resume")
        self._flow()
        if self._read_flags & FLOWING and not self._read_flags & READING:
            self.read(0)

    def pause(self: Self) -> Self:
        """Stops the flow of data; what still comes is buffered (manual: readable.pause()).

        A Socket's peer is held back once ``readable_high_water_mark`` bytes are. Returns the
        stream, emits ``"pause"``.
        """
        check_caller(self)
        if not self._read_flags & FLOW_STOPPED:
            self._read_flags = (self._read_flags | FLOW_STOPPED) & ~FLOWING
            self._flow_changed()
            self.emit("pause")
        self._read_flags |= PAUSED
        return self

    def set_encoding(self: Self, encoding: str | None = None) -> Self:
        """Makes ``"data"`` and ``read()`` give text (manual: readable.setEncoding()).

        ``encoding``: ``"utf8"`` (the default), ``"utf16le"``, ``"latin1"``, ``"ascii"``,
        ``"base64"``, ``"base64url"`` or ``"hex"``. A character cut by a chunk's end comes whole
        with the next. Returns the stream. Raises ``ERR_UNKNOWN_ENCODING``.
        """
        decoder = Decoder(encoding_name("utf8" if encoding in (None, "") else encoding))
        check_thread(self)
        self._ensure_read_queue().decode(decoder)
        self._flow_changed()
        return self

    @overload
    def on(self: Self, event: Hashable, listener: Listener) -> Self: ...
    @overload
    def on(self, event: Hashable) -> Callable[[F], F]: ...
    def on(self, event: Hashable, listener: Listener | None = None) -> Any:
        """Adds a ``listener`` of ``event``; returns the stream (manual: emitter.on()).

        A ``"data"`` listener starts the flow, unless it was paused; a ``"readable"`` one takes it
        over. Without a listener it is a decorator. Raises ``ERR_INVALID_ARG_TYPE``.
        """
        if listener is None:
            return Stream.on(self, event)
        if event in ("data", "readable"):
            check_caller(self)
        Stream.on(self, event, listener)
        if event == "data":
            if self.listener_count("readable"):
                self._read_flags |= READABLE_LISTENING
            else:
                self._read_flags &= ~READABLE_LISTENING
            if not self._read_flags & FLOW_STOPPED:
                self.resume()
        elif event == "readable" and not self._read_flags & (END_EMITTED | READABLE_LISTENING):
            self._read_by_event()
        return self

    def _read_by_event(self) -> None:
        self._read_flags |= READABLE_LISTENING | NEED_READABLE | FLOW_STOPPED
        self._read_flags &= ~(FLOWING | EMITTED_READABLE)
        self._flow_changed()
        if self.readable_length:
            self._emit_readable_later()
        elif not self._read_flags & READING:
            queue_tick(self, self.read, 0)

    def remove_listener(self: Self, event: Hashable, listener: Listener) -> Self:
        """Takes a ``listener`` of ``event`` off; returns the stream
        (manual: emitter.removeListener()).

        Without ``"readable"`` listeners data flows again. Raises ``ERR_INVALID_ARG_TYPE``.
        """
        Stream.remove_listener(self, event, listener)
        if event == "readable":
            self._update_readable_later()
        return self

    def remove_all_listeners(self: Self, event: Hashable | None = None) -> Self:
        """Takes all listeners of ``event`` off, or all there are
        (manual: emitter.removeAllListeners()).

        Without ``"readable"`` listeners data flows again. Returns the stream.
        """
        check_thread(self)
        Stream.remove_all_listeners(self, event)
        if event == "readable" or event is None:
            self._update_readable_later()
        return self

    def _update_readable_later(self) -> None:
        if not is_closed(self):
            queue_tick(self, self._update_readable)

    def _update_readable(self) -> None:
        if self.listener_count("readable"):
            self._read_flags |= READABLE_LISTENING
        else:
            self._read_flags &= ~READABLE_LISTENING
        if self._read_flags & RESUME_SCHEDULED and not self._read_flags & PAUSED:
            self._read_flags = (self._read_flags | FLOWING) & ~FLOW_STOPPED
            self._flow_changed()
        elif self.listener_count("data"):
            self.resume()
        elif not self._read_flags & READABLE_LISTENING:
            self._read_flags &= ~(FLOWING | FLOW_STOPPED)
            self._flow_changed()

    def _listeners_changed(self, event: Hashable) -> None:
        if event == "data":
            self._flow_changed()

    # -- piping ----------------------------------------------------------------------------

    def pipe(self, destination: Any, *, end: bool = True) -> Any:
        """Sends all data to ``destination`` with backpressure; returns that
        (manual: readable.pipe()).

        ``destination``: a writable stream. ``end`` (True): end it with this stream. Errors are not
        passed on: see ``netuv.stream.pipeline``. Raises ``ERR_INVALID_ARG_TYPE`` for what is no
        emitter; as in Node one without ``write()`` is refused when there is data.
        """
        _pipe.pipe(self, destination, end)
        return destination

    def unpipe(self: Self, destination: Any = None) -> Self:
        """Takes ``destination`` off again, or all of them (manual: readable.unpipe())."""
        _pipe.unpipe(self, destination)
        return self

    def wrap(self: Self, stream: Any) -> Self:
        """Takes its data from an object that only emits ``"data"``, ``"end"``, ``"error"``
        (manual: readable.wrap()).

        ``stream``'s ``pause()`` and ``resume()``, where it has them, are its backpressure. Raises
        ``ERR_INVALID_ARG_TYPE`` for what has no ``on()``.
        """
        check_caller(self)
        _pipe.Wrapped(self, stream).start()
        return self
