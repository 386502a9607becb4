"""The readable side of a stream: Node's rules for flowing, pausing, buffering and piping.

Over two hooks: ``_read(n)`` asks for data, which comes through ``push(chunk)``;
``push(None)`` is the end. Knows no handle.
"""

from __future__ import annotations

from collections import deque
from typing import Any, TypeVar, Union

from ._encoding import Decoder, encode, encoding_name
from ._errors import StateError, invalid_arg_type
from ._events import Listener
from ._lifecycle import (
    ALLOW_HALF_OPEN,
    AUTO_DESTROY,
    CLOSE_EMITTED,
    DESTROYED,
    Stream,
)

Self = TypeVar("Self", bound="Readable")
Chunk = Union[bytes, str]

FLOWING = 1  # data goes to the listeners as it comes
PAUSED = 2  # pause() was called; neither bit: nobody has asked for data yet
STOPPED = 4  # flowing was turned off (by pause() or a "readable" listener)
ENDED = 8  # push(None) was called
END_EMITTED = 16
READING = 32  # _read was called and has not pushed yet
SYNC = 64  # inside _read
NEED_READABLE = 128
EMITTED_READABLE = 256
HAS_READABLE = 512  # a "readable" listener is on
RESUME_SCHEDULED = 1024
READING_MORE = 2048


class ReadQueue:
    """What a readable side holds besides its bits, once it needs it."""

    __slots__ = ("chunks", "length", "decoder", "pipes", "awaiting_drain")

    def __init__(self) -> None:
        self.chunks: deque[Any] = deque()
        self.length = 0
        self.decoder: Decoder | None = None
        self.pipes: list[_Pipe] = []
        self.awaiting_drain: set[Any] = set()


class Readable(Stream):
    """The methods of the readable side (Node's manual, "Readable streams")."""

    __slots__ = ()
    _r: int

    def _init_readable(self, high_water_mark: int) -> None:
        self._r = 0
        self._r_hwm = high_water_mark

    def _read_queue(self) -> ReadQueue:
        queue = self._rq
        if queue is None:
            queue = self._rq = ReadQueue()
        result: ReadQueue = queue
        return result

    # -- state -----------------------------------------------------------------------

    @property
    def readable(self) -> bool:
        """Whether ``read()`` and ``"data"`` may still give something."""
        return not (self._life & DESTROYED or self._r & END_EMITTED or self._errored)

    @property
    def readable_flowing(self) -> bool | None:
        """True flowing, False stopped, None when nobody has asked for data yet."""
        if self._r & FLOWING:
            return True
        return False if self._r & STOPPED else None

    @property
    def readable_length(self) -> int:
        """Bytes (characters with an encoding) waiting to be read."""
        return 0 if self._rq is None else self._rq.length

    @property
    def readable_high_water_mark(self) -> int:
        """How many bytes are buffered before reading stops."""
        return self._r_hwm

    @property
    def readable_ended(self) -> bool:
        """Whether ``"end"`` was emitted."""
        return bool(self._r & END_EMITTED)

    @property
    def readable_encoding(self) -> str | None:
        """The encoding ``set_encoding`` set, or None."""
        if self._rq is None or self._rq.decoder is None:
            return None
        name: str = self._rq.decoder.encoding
        return name

    def is_paused(self) -> bool:
        """Whether ``pause()`` was called, and not ``resume()`` since."""
        return bool(self._r & PAUSED)

    # -- what comes in -------------------------------------------------------------------

    def _read(self, size: int) -> None:
        """Hook: get data, and ``push`` it now or later."""

    def push(self, chunk: Any, encoding: str | None = None) -> bool:
        """Takes a chunk in, or the end (None); False when no more should come for now."""
        if isinstance(chunk, str):
            chunk = encode(chunk, encoding_name(encoding or "utf8"))
        if chunk is None:
            self._r &= ~READING
            self._push_end()
        elif self._r & ENDED:
            self._fail(StateError("ERR_STREAM_PUSH_AFTER_EOF", "stream.push() after EOF"))
        elif self._life & DESTROYED or self._errored:
            return False
        else:
            self._r &= ~READING
            self._decode_and_take_in(chunk)
        return not self._r & ENDED and (
            self.readable_length < self._r_hwm or self.readable_length == 0
        )

    def _decode_and_take_in(self, chunk: Any) -> None:
        queue = self._rq
        if queue is not None and queue.decoder is not None:
            chunk = queue.decoder.write(chunk)
        if len(chunk) > 0:
            self._take_in(chunk)
        else:
            self._read_more_later()

    def _take_in(self, chunk: Any) -> None:
        flowing = self._r & FLOWING and not self._r & SYNC and self.readable_length == 0
        if flowing and self.listener_count("data"):
            self.emit("data", chunk)
        else:
            queue = self._read_queue()
            queue.length += len(chunk)
            queue.chunks.append(chunk)
            self._flow_changed()
            if self._r & NEED_READABLE:
                self._emit_readable_later()
        self._read_more_later()

    def unshift(self, chunk: Any, encoding: str | None = None) -> bool:
        """Puts a chunk back, before all that is buffered."""
        if isinstance(chunk, str) and self.readable_encoding is None:
            chunk = encode(chunk, encoding_name(encoding or "utf8"))
        elif self.readable_encoding is not None and not isinstance(chunk, str):
            chunk = Decoder(self.readable_encoding).write(chunk)
        if self._r & END_EMITTED:
            self._fail(
                StateError("ERR_STREAM_UNSHIFT_AFTER_END_EVENT", "stream.unshift() after end event")
            )
        elif not (self._life & DESTROYED or self._errored) and len(chunk) > 0:
            queue = self._read_queue()
            queue.length += len(chunk)
            queue.chunks.appendleft(chunk)
            self._flow_changed()
            if self._r & NEED_READABLE:
                self._emit_readable_later()
            self._read_more_later()
        return not self._r & ENDED and self.readable_length < self._r_hwm

    def _push_end(self) -> None:
        if self._r & ENDED:
            return
        queue = self._rq
        if queue is not None and queue.decoder is not None:
            rest = queue.decoder.end()
            if rest:
                queue.chunks.append(rest)
                queue.length += len(rest)
        self._r |= ENDED
        if self._r & SYNC:
            self._emit_readable_later()
        else:
            self._r = (self._r & ~NEED_READABLE) | EMITTED_READABLE
            self._emit_readable()

    def _emit_readable_later(self) -> None:
        self._r &= ~NEED_READABLE
        if not self._r & EMITTED_READABLE:
            self._r |= EMITTED_READABLE
            self._loop.next_tick(self._emit_readable)

    def _emit_readable(self) -> None:
        alive = not (self._life & DESTROYED or self._errored)
        if alive and (self.readable_length or self._r & ENDED):
            self.emit("readable")
            self._r &= ~EMITTED_READABLE
        wants = not self._r & (FLOWING | ENDED) and self.readable_length <= self._r_hwm
        self._r = self._r | NEED_READABLE if wants else self._r & ~NEED_READABLE
        self._flow()

    def _read_more_later(self) -> None:
        if not self._r & READING_MORE:
            self._r |= READING_MORE
            self._loop.next_tick(self._read_more)

    def _read_more(self) -> None:
        while not self._r & (READING | ENDED):
            length = self.readable_length
            if length >= self._r_hwm and not (self._r & FLOWING and length == 0):
                break
            self.read(0)
            if length == self.readable_length:
                break
        self._r &= ~READING_MORE

    # -- what goes out -------------------------------------------------------------------

    def read(self, n: int | None = None) -> Any:
        """Takes ``n`` bytes (default: all) out of the buffer; None if there are not as many."""
        wanted = n
        if n is not None and n > self._r_hwm:
            self._r_hwm = 1 << (n - 1).bit_length()
        if n != 0:
            self._r &= ~EMITTED_READABLE
        length = self.readable_length
        full = length >= self._r_hwm if self._r_hwm else length > 0
        if n == 0 and self._r & NEED_READABLE and (full or self._r & ENDED):
            if self.readable_length == 0 and self._r & ENDED:
                self._end_later()
            else:
                self._emit_readable_later()
            return None
        n = self._how_much(wanted)
        if n == 0 and self._r & ENDED:
            if self.readable_length == 0:
                self._end_later()
            return None
        if self._ask_for_data(self.readable_length - n):
            n = self._how_much(wanted)
        chunk = self._take(n) if n > 0 else None
        if chunk is None:
            n = 0
            if self.readable_length <= self._r_hwm:
                self._r |= NEED_READABLE
            else:
                self._r &= ~NEED_READABLE
        if self.readable_length == 0:
            if not self._r & ENDED:
                self._r |= NEED_READABLE
            elif wanted != n:
                self._end_later()
        if chunk is not None and not self._errored:
            self.emit("data", chunk)
        return chunk

    def _ask_for_data(self, left: int) -> bool:
        """Calls ``_read`` if it should be; True if that pushed at once."""
        low = self.readable_length == 0 or left < self._r_hwm
        if not (self._r & NEED_READABLE or low):
            return False
        if self._r & (ENDED | READING) or self._life & DESTROYED or self._errored:
            return False
        self._r |= READING | SYNC
        if self.readable_length == 0:
            self._r |= NEED_READABLE
        try:
            self._read(self._r_hwm)
        except Exception as error:
            self._fail(error)
        self._r &= ~SYNC
        return not self._r & READING

    def _how_much(self, n: int | None) -> int:
        queue: ReadQueue | None = self._rq
        if n == 0 or queue is None or (queue.length == 0 and self._r & ENDED):
            return 0
        if n is None or n < 0:
            if self._r & FLOWING and queue.chunks:
                return len(queue.chunks[0])
            return queue.length
        if n <= queue.length:
            return n
        return queue.length if self._r & ENDED else 0

    def _take(self, n: int) -> Any:
        queue = self._rq
        chunks = queue.chunks if queue is not None else None
        if not chunks:
            return None
        queue.length -= n
        parts = []
        while n > 0:
            chunk = chunks.popleft()
            if len(chunk) > n:
                chunks.appendleft(chunk[n:])
                chunk = chunk[:n]
            n -= len(chunk)
            parts.append(chunk)
        if len(parts) == 1:
            return parts[0]
        return ("" if isinstance(parts[0], str) else b"").join(parts)

    def _flow(self) -> None:
        while self._r & FLOWING and self.read() is not None:
            pass
        self._flow_changed()

    def _end_later(self) -> None:
        if not self._r & END_EMITTED:
            self._r |= ENDED
            self._loop.next_tick(self._end_readable)

    def _end_readable(self) -> None:
        over = self._errored or self._life & CLOSE_EMITTED or self._r & END_EMITTED
        if over or self.readable_length > 0:
            return
        self._r |= END_EMITTED
        self.emit("end")
        if self._may_write() and not self._life & ALLOW_HALF_OPEN:
            self._loop.next_tick(self._end_writable)
        elif self._life & AUTO_DESTROY and self._write_is_over():
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
        """Lets data flow to the ``"data"`` listeners."""
        if not self._r & FLOWING:
            if self._r & HAS_READABLE:
                self._r |= STOPPED
            else:
                self._r = (self._r | FLOWING) & ~STOPPED
            self._resume_later()
        self._r &= ~PAUSED
        self._flow_changed()
        return self

    def _resume_later(self) -> None:
        if not self._r & RESUME_SCHEDULED:
            self._r |= RESUME_SCHEDULED
            self._loop.next_tick(self._resume_now)

    def _resume_now(self) -> None:
        if not self._r & READING:
            self.read(0)
        self._r &= ~RESUME_SCHEDULED
        self.emit("resume")
        self._flow()
        if self._r & FLOWING and not self._r & READING:
            self.read(0)

    def pause(self: Self) -> Self:
        """Stops the flow of data; what still comes is buffered."""
        if not self._r & STOPPED:
            self._r = (self._r | STOPPED) & ~FLOWING
            self._flow_changed()
            self.emit("pause")
        self._r |= PAUSED
        return self

    def set_encoding(self: Self, encoding: str | None = None) -> Self:
        """Makes ``"data"`` and ``read()`` give text in ``encoding`` (default ``"utf8"``)."""
        name = encoding_name(encoding or "utf8")
        queue = self._read_queue()
        decoder = queue.decoder = Decoder(name)
        text = "".join(
            decoder.write(chunk) if not isinstance(chunk, str) else chunk for chunk in queue.chunks
        )
        queue.chunks.clear()
        if text:
            queue.chunks.append(text)
        queue.length = len(text)
        self._flow_changed()
        return self

    def on(self, event: str, listener: Listener | None = None) -> Any:
        """Adds a listener; ``"data"`` starts the flow, ``"readable"`` takes it over.

        Without a listener it is a decorator.
        """
        if listener is None:
            return self._decorator(self.on, event)
        self._add_listener(event, listener)
        return self

    def _add_listener(self, event: str, listener: Listener) -> None:
        Stream.on(self, event, listener)
        if event == "data":
            if self.listener_count("readable"):
                self._r |= HAS_READABLE
            else:
                self._r &= ~HAS_READABLE
            if not self._r & STOPPED:
                self.resume()
        elif event == "readable" and not self._r & (END_EMITTED | HAS_READABLE):
            self._r |= HAS_READABLE | NEED_READABLE | STOPPED
            self._r &= ~(FLOWING | EMITTED_READABLE)
            self._flow_changed()
            if self.readable_length:
                self._emit_readable_later()
            elif not self._r & READING:
                self._loop.next_tick(self.read, 0)

    def remove_listener(self: Self, event: str, listener: Listener) -> Self:
        """Takes a listener off; without ``"readable"`` listeners data flows again."""
        Stream.remove_listener(self, event, listener)
        if event == "readable":
            self._loop.next_tick(self._update_readable)
        return self

    def remove_all_listeners(self: Self, event: str | None = None) -> Self:
        """Takes all listeners of ``event`` off, or all there are."""
        Stream.remove_all_listeners(self, event)
        if event == "readable" or event is None:
            self._loop.next_tick(self._update_readable)
        return self

    def _update_readable(self) -> None:
        if self.listener_count("readable"):
            self._r |= HAS_READABLE
        else:
            self._r &= ~HAS_READABLE
        if self._r & RESUME_SCHEDULED and not self._r & PAUSED:
            self._r = (self._r | FLOWING) & ~STOPPED
            self._flow_changed()
        elif self.listener_count("data"):
            self.resume()
        elif not self._r & HAS_READABLE:
            self._r &= ~(FLOWING | STOPPED)
            self._flow_changed()

    def _listeners_changed(self, event: str) -> None:
        if event == "data":
            self._flow_changed()

    # -- piping ----------------------------------------------------------------------------

    def pipe(self, destination: Any, *, end: bool = True) -> Any:
        """Sends all data to a writable stream with backpressure; returns it.

        ``end``: whether the destination is ended with this stream (default True).
        """
        if not hasattr(destination, "write") or not hasattr(destination, "end"):
            raise invalid_arg_type("destination", "an instance of Writable", destination)
        pipe = _Pipe(self, destination, end)
        self._read_queue().pipes.append(pipe)
        pipe.start()
        return destination

    def unpipe(self: Self, destination: Any = None) -> Self:
        """Takes ``destination`` off again, or all of them."""
        pipes = self._read_queue().pipes
        gone = [pipe for pipe in pipes if destination is None or pipe.destination is destination]
        for pipe in gone if destination is None else gone[:1]:
            pipes.remove(pipe)
            if destination is None or not pipes:
                self.pause()
            pipe.destination.emit("unpipe", self)
            pipe.stop()
        return self


class _Pipe:
    """The listeners that one pipe() puts on its two streams."""

    def __init__(self, source: Readable, destination: Any, end: bool) -> None:
        self.source = source
        self.destination = destination
        self.at_end = self._end if end else self._unpipe
        self.drains = False

    def start(self) -> None:
        source, destination = self.source, self.destination
        if source._r & END_EMITTED:
            source._loop.next_tick(self.at_end)
        else:
            source.once("end", self.at_end)
        source.on("data", self._on_data)
        destination.prepend_listener("error", self._on_error)
        destination.once("close", self._on_close)
        destination.once("finish", self._on_finish)
        destination.emit("pipe", source)
        if getattr(destination, "writable_need_drain", False):
            self._pause()
        elif not source._r & FLOWING:
            source.resume()

    def stop(self) -> None:
        source, destination = self.source, self.destination
        destination.remove_listener("close", self._on_close)
        destination.remove_listener("finish", self._on_finish)
        destination.remove_listener("error", self._on_error)
        source.remove_listener("end", self._end)
        source.remove_listener("end", self._unpipe)
        source.remove_listener("data", self._on_data)
        if self.drains:
            destination.remove_listener("drain", self._on_drain)
            self._forget_drain()

    def _on_data(self, chunk: Any) -> None:
        if self.destination.write(chunk) is False:
            self._pause()

    def _pause(self) -> None:
        self.source._read_queue().awaiting_drain.add(self)
        self.source.pause()
        if not self.drains:
            self.drains = True
            self.destination.on("drain", self._on_drain)

    def _on_drain(self) -> None:
        self._forget_drain()

    def _forget_drain(self) -> None:
        waiting = self.source._read_queue().awaiting_drain
        if self not in waiting:
            return
        waiting.discard(self)
        if not waiting and self.source.listener_count("data"):
            self.source.resume()

    def _on_error(self, error: BaseException) -> None:
        self._unpipe()
        self.destination.remove_listener("error", self._on_error)
        if self.destination.listener_count("error") == 0:
            self.destination.emit("error", error)

    def _on_close(self, *_: object) -> None:
        self.destination.remove_listener("finish", self._on_finish)
        self._unpipe()

    def _on_finish(self) -> None:
        self.destination.remove_listener("close", self._on_close)
        self._unpipe()

    def _end(self) -> None:
        self.destination.end()

    def _unpipe(self) -> None:
        self.source.unpipe(self.destination)
