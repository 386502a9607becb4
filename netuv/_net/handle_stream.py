"""HandleStream: a Duplex over a handle, and the short paths of its bytes.

Theory. Where the rules of streams would change nothing the bytes take a short way: what is
read goes from the loop straight to the one "data" listener (or to the reader of a task that
waits), what is written goes straight to the handle while ``_write_target`` is set. Whatever
may make a difference calls ``_flow_changed()`` or ``_update_write_target()``, which look again.

What is rarely needed is not in the slots but in a ``ColdState``, made at first use: an idle
connection is to stay small.
"""

from __future__ import annotations

import errno
from collections.abc import Callable
from types import MethodType
from typing import TYPE_CHECKING, Any, TypeVar, overload

from .._events import EventEmitter
from .._handles.base import kept_sink
from .._handles.owner import HandleOwner
from .._listeners import Internal
from .._loop import debug
from .._loop.access import check_caller, queue_close, queue_tick
from .._loop.contexts import bound_to, context_of
from .._native import lane
from .._native.address import Address
from .._native.binding import exception, lib, reported
from .._util import validators as options
from .._util.callbacks import takes_error
from .._util.errors import (
    ArgumentTypeError,
    PeerEndedError,
    closed_before_connection,
    interrupted,
    socket_closed,
    system_error,
)
from ..stream._base import Done, overrides
from ..stream._duplex import Duplex
from ..stream._state import (
    ALLOW_HALF_OPEN,
    DATA_EMITTED,
    DESTROYED,
    END_EMITTED,
    ENDING,
    ERROR_UNRETRIEVED,
    FINISHED,
    FLOWING,
    NEED_DRAIN,
    READ_ENDED,
    READ_SYNC,
    READABLE_LISTENING,
    READING,
    WRITING,
)
from ..stream._writable import BytesLike, not_a_chunk
from ..stream._write_queue import BufferedWrite, WriteQueue

if TYPE_CHECKING:
    from .types import Data
    from .types import Done as WriteDone

Self = TypeVar("Self", bound="HandleStream")

# Bits of _socket_flags
CONNECTING = 1
RESETTING = 2  # close with RST
UNREFERENCED = 4
EMIT_REPLACED = 8  # somebody assigned their own emit
PEER_ENDED = 16  # and half-open is not allowed: a write after our end says so
HANDLE_WRITING = 32  # the handle has a write queued
ONREAD = 64  # what is read goes into the user's buffer
DESTROY_SOON = 128  # once all is written
ENDED_FOR_PEER = 256  # it ended because its peer had: nobody here has called end()
LEFT_SERVER = 512  # its server counts it no more

OFF = -1  # no seconds
UNSET = object()

_write_now = lane.write_now
_INDIRECT = lane.INDIRECT
_EBADF: int = -errno.EBADF  # of the core: the stream is closed
_OURS: int = lib.NUV_EWRONGTHREAD  # and below: the core's own errors

_LONG = 1 << 20  # bytes

KEEP_OPEN = "allow_half_open=True keeps its writing side open"


class ColdState:
    """What only some sockets have: a client's options, what outlives the handle."""

    __slots__ = (
        "bytes_read",
        "bytes_written",
        "shutdown_done",
        "no_delay",
        "keep_alive",
        "timer",
        "attempts",
        "attempted_addresses",
        "kind",
        "onread",
        "at_connect",
        "forget_signal",
        "local",
        "shown_timeout",
    )

    def __init__(self) -> None:
        self.bytes_read = 0
        self.bytes_written = 0
        self.shutdown_done: Done | None = None
        # As they were last asked for; None: never. Of the latter its seconds, OFF if it is off.
        self.no_delay: bool | None = None
        self.keep_alive: int | None = None
        self.timer: Any = None  # the idle timeout while there is no handle
        self.attempts: Any = None  # or the lookup of the connect() under way
        self.attempted_addresses: list[str] | None = None
        self.kind: str | None = None  # the option ``type``
        self.onread: Any = None  # an Onread
        self.at_connect: tuple[Any, ...] = ()  # what waits for the connection
        self.forget_signal: Any = None  # takes the listener off that destroys the socket
        self.local: Address | None = None  # the address it had when its loop was closed

        self.shown_timeout: Any = UNSET  # was assigned, and counts for nothing else

    def let_go(self) -> None:
        """The socket is over."""
        if self.attempts is not None:  # the loop was closed
            self.attempts.let_go()
        self.shutdown_done = self.attempts = None
        for one in self.at_connect:
            one.stop()
        forget, self.forget_signal = self.forget_signal, None
        if forget is not None:
            forget()

    def for_another_connect(self) -> ColdState:
        """What a closed socket keeps when it connects again."""
        cold = ColdState()
        cold.kind = self.kind
        cold.onread = self.onread
        cold.no_delay = self.no_delay
        cold.keep_alive = self.keep_alive
        cold.shown_timeout = self.shown_timeout
        return cold


class _Emit:
    """``emit`` of a socket: assigning one's own takes the socket off the short path."""

    def __get__(self, socket: HandleStream | None, owner: Any = None) -> Any:
        if socket is None:
            return EventEmitter.emit
        if socket._socket_flags & EMIT_REPLACED:
            return socket.__dict__["emit"]
        return MethodType(EventEmitter.emit, socket)

    def __set__(self, socket: HandleStream, value: Any) -> None:
        socket.__dict__["emit"] = value
        socket._socket_flags |= EMIT_REPLACED
        socket._flow_changed()

    def __delete__(self, socket: HandleStream) -> None:
        del socket.__dict__["emit"]
        socket._socket_flags &= ~EMIT_REPLACED
        socket._flow_changed()


class AtConnect(Internal):
    """What waits for the connection, in the row of the listeners of ``"connect"``, as in Node.

    ``then()`` is called by that, or ``otherwise()`` by ``"close"``; both are taken off.
    """

    __slots__ = ("socket", "then", "otherwise")

    def __init__(self, socket: HandleStream, then: Any, otherwise: Any = None) -> None:
        self.socket: Any = socket
        self.then = then
        self.otherwise = otherwise
        cold = socket._cold()
        cold.at_connect = (*cold.at_connect, self)
        socket.on("connect", self._connected)
        if otherwise is not None:
            socket.on("close", self._closed)

    def stop(self) -> None:
        """Takes it off, and lets go of everything."""
        socket, self.socket = self.socket, None
        if socket is None:
            return  # an exception came in the middle of this
        socket.off("connect", self._connected)
        if self.otherwise is not None:
            socket.off("close", self._closed)
        cold = socket._cold()
        cold.at_connect = tuple(one for one in cold.at_connect if one is not self)
        self.then = self.otherwise = None

    def _connected(self) -> None:
        then = self.then
        if then is not None:
            self.stop()
            then()

    def _closed(self, had_error: bool = False) -> None:
        otherwise = self.otherwise
        if otherwise is not None:
            self.stop()
            otherwise()


class HandleStream(Duplex, HandleOwner):
    """What a Socket is to its handle, and to the loop: the bytes between them."""

    __slots__ = ("_handle", "_write_target", "_socket_flags", "_cold_state")

    _handle: Any
    _write_target: int  # the core's id of the stream while bytes may go straight there, or 0
    _socket_flags: int
    _cold_state: Any  # a ColdState, once it is needed

    emit: Any = _Emit()

    def _cold(self) -> ColdState:
        cold = self._cold_state
        if cold is None:
            cold = self._cold_state = ColdState()
        result: ColdState = cold
        return result

    @property
    def connecting(self) -> bool:
        """Whether ``connect()`` was called and has not finished (manual: socket.connecting)."""
        return bool(self._socket_flags & CONNECTING)

    def _flow_changed(self) -> None:
        """Puts the listener itself into the loop's sink where nothing has to happen between."""
        queue = self._read_queue
        if queue is not None and queue.reader is not None:
            queue.reader.invalidate()
        self._update_sink()
        if self._flags & DESTROYED or self._errored:
            self._update_write_target()

    def _writing_changed(self) -> None:
        self._update_write_target()

    def _handle_write_changed(self) -> None:
        self._update_write_target()

    def _check_decisions(self, handle: Any) -> None:
        if self._handle is handle:
            sink = kept_sink(handle)
            if sink is not None:
                debug.compare("sink", sink, self._choose_sink())
            debug.compare("write target", self._write_target, self._choose_write_target())

    def _update_sink(self) -> None:
        handle = self._handle
        if handle is None or handle.stream_id is None:
            return
        queue = self._read_queue
        reader = None if queue is None else queue.reader
        if reader is not None and self._goes_to_reader(queue):
            reader.direct = True
            reader.limit = max(self._read_mark, reader.wanted)
        handle.set_sink(self._choose_sink())

    def _choose_sink(self) -> Callable[[bytes], Any]:
        """What is to take the data that is read, as things are now."""
        queue = self._read_queue
        if queue is not None and queue.reader is not None and not self._read_flags & FLOWING:
            reads: Callable[[bytes], Any] = queue.reader.sink
            return reads if self._goes_to_reader(queue) else self._plain_sink()
        plain = (
            self._read_flags & (FLOWING | READ_SYNC | READABLE_LISTENING | READ_ENDED) == FLOWING
            and not self._socket_flags & EMIT_REPLACED
            and not self._flags & DESTROYED
            and (queue is None or (queue.length == 0 and queue.decoder is None))
            and self._is_plain()
        )
        listeners = self._listeners_of("data") if plain else ()
        if len(listeners) == 1:
            return bound_to(self, listeners[0])
        return self._plain_sink()

    def _plain_sink(self) -> Callable[[bytes], Any]:
        return self._handle_data if context_of(self) is None else self._handle_data_inside

    def _goes_to_reader(self, queue: Any) -> bool:
        """Whether the stream's rules change nothing for its reader, and a read is under way."""
        return (
            self._read_flags & (READ_SYNC | READABLE_LISTENING | READ_ENDED | READING | FLOWING)
            == READING
            and not self._socket_flags & EMIT_REPLACED
            and not self._flags & (DESTROYED | ERROR_UNRETRIEVED)
            and self._errored is None
            and queue.decoder is None
            and queue.reader.host is not None
            and self._is_plain()
            and not self._listeners_of("data")
        )

    def _is_plain(self) -> bool:
        """True if neither ``emit`` nor ``push`` is overridden: nothing sees data in between."""
        kind = type(self)
        return kind.emit is EventEmitter.emit and kind.push is Duplex.push

    @overload  # type: ignore[override]  # a Socket takes no objects
    def write(self, chunk: Data, callback: WriteDone | None = ..., /) -> bool: ...
    @overload
    def write(
        self, chunk: Data, encoding: str | None = ..., callback: WriteDone | None = ...
    ) -> bool: ...
    def write(
        self,
        chunk: Any,
        encoding: Any = None,
        callback: Callable[..., Any] | None = None,
    ) -> bool:
        """Sends ``chunk`` (manual: socket.write()).

        True when all of it reached the kernel, False when some is queued:
        ``"drain"`` follows when the queue is empty. ``encoding`` is for a ``str``
        (default ``"utf8"``). ``callback`` is called when it is written out, with the
        error if it was not. Emits ``ERR_STREAM_WRITE_AFTER_END`` after ``end()``.
        """
        if callback is None and encoding is None:
            left = _write_now(self._write_target, chunk)
            if not left:
                return True
            if left != _INDIRECT:
                return self._write_rest(chunk, left)
        return self._write_slowly(chunk, encoding, callback)

    if TYPE_CHECKING:  # Duplex's own is what runs

        @overload  # type: ignore[override]
        def end(self: Self, callback: WriteDone | None = ..., /) -> Self: ...
        @overload
        def end(self: Self, chunk: Data | None, callback: WriteDone | None, /) -> Self: ...
        @overload
        def end(
            self: Self,
            chunk: Data | None = ...,
            encoding: str | None = ...,
            callback: WriteDone | None = ...,
        ) -> Self: ...
        def end(self, chunk: Any = None, encoding: Any = None, callback: Any = None) -> Any: ...

    def _write_slowly(self, chunk: Any, encoding: Any = None, callback: Any = None) -> bool:
        check_caller(self)
        if self._socket_flags & PEER_ENDED and self._write_flags & ENDING:
            return self._write_after_peers_end(encoding, callback)
        return Duplex.write(self, chunk, encoding, callback)

    def _write_rest(self, chunk: bytes, left: int) -> bool:
        """The kernel did not take all: from here on it is an ordinary write.

        An error that the kernel gave is that write's: it gives it once.
        """
        check_caller(self)
        refused = exception(left, "write") if _was_tried(left) else None
        return self._write_or_queue(self._rest_of(chunk, left), refused)

    def _rest_of(self, chunk: bytes, left: int) -> BufferedWrite:
        """The part has gone already: without memory for the rest the stream would have a gap."""
        if not 0 < left < len(chunk):
            return BufferedWrite(chunk, len(chunk), None)
        try:  # a copy is quicker, but not of what may be gigabytes
            rest = chunk[-left:] if left < _LONG else memoryview(chunk)[-left:]
            return BufferedWrite(rest, left, None)
        except BaseException as error:
            self.destroy(interrupted(error))
            raise

    def _update_write_target(self) -> None:
        """The one place that sets ``_write_target``, but for a socket's first moment."""
        self._write_target = self._choose_write_target()
        queue = self._write_queue
        if queue is not None and queue.drain_waiters:
            queue.drain_waiters.wake()

    def _choose_write_target(self) -> int:
        """Where bytes may go without the stream's rules, as things are now; 0: nowhere."""
        handle, queue = self._handle, self._write_queue
        slow = (
            self._write_flags & (ENDING | WRITING | NEED_DRAIN) or self._socket_flags & CONNECTING
        )
        if handle is None or slow or self._flags & DESTROYED or self._errored:
            return 0
        if queue is not None and (queue.length or queue.corked):
            return 0
        target: int = handle.write_target
        return target

    # -- writing -----------------------------------------------------------------------

    def _write_after_peers_end(self, encoding: Any, callback: Any) -> bool:
        hint = f" ({KEEP_OPEN})" if self._socket_flags & ENDED_FOR_PEER else ""
        error = PeerEndedError(f"This socket has been ended by the other party{hint}")
        if callable(encoding):
            callback = encoding
        options.check_optional(callback)
        if callback is not None:
            queue_tick(self, takes_error(callback), error)
        self.destroy(error)
        return False

    def _write_or_queue(self, pending: BufferedWrite, refused: Exception | None = None) -> bool:
        queue = self._ensure_write_queue()
        view = pending.chunk if type(pending.chunk) is memoryview else None
        if view is not None and not self._goes_now():
            with view:  # first of all: there may be no memory for it
                pending.chunk = view.tobytes()
            view = None
        queue.length += pending.length
        queue.pending_callbacks += 1
        if view is not None:
            self._write_view(queue, pending, view)
        else:
            self._write_or_wait(queue, pending, refused)
        # Unlike a plain Writable's: what the kernel has taken is not waiting.
        accepted = queue.length == 0
        if not accepted:
            self._write_flags |= NEED_DRAIN
        self._update_write_target()
        return accepted and not self._errored and not self._flags & DESTROYED

    def _write_view(self, queue: WriteQueue, pending: BufferedWrite, view: memoryview) -> None:
        """Bytes that may change later: the core sends them or copies them now."""
        try:
            self._write_or_wait(queue, pending)
        finally:
            pending.chunk = b""  # it has its length still
            view.release()

    def _goes_now(self) -> bool:
        """Whether a chunk reaches the handle in the very call that writes it."""
        return bool(self._write_target) and not overrides(self, "_write", HandleStream)

    def _to_bytes(self, chunk: Any) -> BytesLike:
        try:
            with memoryview(chunk) as view:
                is_plain = view.nbytes and view.c_contiguous and view.format in ("B", "b", "c")
                return view.cast("B") if is_plain else view.tobytes()
        except (TypeError, ValueError, BufferError):
            raise not_a_chunk(chunk) from None

    def _text_as_buffer(self) -> Exception:
        return ArgumentTypeError("ERR_INVALID_ARG_TYPE", "Second argument must be a buffer")

    def _write(self, chunk: Any, encoding: str, callback: Done) -> None:
        self._write_chunks([chunk], callback)

    def _writev(self, chunks: list[Any], callback: Done) -> None:
        self._write_chunks([entry.chunk for entry in chunks], callback)

    def _write_chunks(self, chunks: list[Any], done: Done) -> None:
        if self._socket_flags & CONNECTING:
            self._write_when_connected(chunks, done)
            return
        handle = self._handle
        if handle is None:
            done(socket_closed())
            return
        try:
            written = handle.write(chunks)
        except BaseException as error:
            done(reported(error, "write"))
            if not isinstance(error, Exception):  # Ctrl-C, say: nobody knows how much has gone
                raise
            return
        if written:
            done(None)
        else:
            self._socket_flags |= HANDLE_WRITING

    def _write_when_connected(self, chunks: list[Any], done: Done) -> None:
        AtConnect(
            self,
            lambda: self._write_chunks(chunks, done),
            lambda: done(closed_before_connection()),
        )

    def _handle_written(self, status: int) -> None:
        if self._flags & DESTROYED or not self._socket_flags & HANDLE_WRITING:
            return  # cut off, which _closed() reports; or a write of somebody else's at the handle
        self._socket_flags &= ~HANDLE_WRITING
        error = exception(status, "write") if status < 0 else None
        self._on_written(error)

    def _on_written(self, error: BaseException | None = None) -> None:
        try:
            Duplex._on_written(self, error)
        finally:
            self._update_write_target()

    def _writes_done(self, batches: list[list[BufferedWrite]]) -> None:
        try:
            Duplex._writes_done(self, batches)
        finally:
            self._update_write_target()

    def cork(self) -> None:
        """Holds writes back until ``uncork()`` or ``end()``."""
        Duplex.cork(self)
        self._update_write_target()

    def uncork(self) -> None:
        """Lets what ``cork()`` held back go, in one write."""
        Duplex.uncork(self)
        self._update_write_target()

    def _finish(self) -> None:
        try:
            Duplex._finish(self)
        finally:
            if self._socket_flags & DESTROY_SOON:
                self.destroy()

    def _final(self, callback: Done) -> None:
        if self._socket_flags & CONNECTING:
            AtConnect(self, lambda: self._final(callback))
            return
        if self._handle is None:  # never connected: there is nothing to end
            callback(None)
            return
        try:
            self._handle.shutdown()
        except BaseException as error:
            over = getattr(error, "code", "") == "ENOTCONN" or self._is_closed_handle(error)
            callback(None if over else reported(error, "shutdown"))
            if not isinstance(error, Exception):
                raise
            return
        self._cold().shutdown_done = callback

    def _handle_shutdown(self, status: int) -> None:
        cold = self._cold()
        done, cold.shutdown_done = cold.shutdown_done, None
        if done is not None:
            done(None)

    # -- reading -----------------------------------------------------------------------

    def _read(self, size: int) -> None:
        handle = self._handle
        if self._socket_flags & CONNECTING or handle is None:
            AtConnect(self, lambda: self._read(size))
        elif not handle.reading:
            self._start_reading()

    def _start_reading(self) -> None:
        try:
            self._handle.read_start()
        except BaseException as error:
            if self._is_closed_handle(error):
                error = system_error("EINVAL", "read")
            self.destroy(reported(error, "read"))
            if not isinstance(error, Exception):
                raise
            return
        if self._socket_flags & ONREAD:
            self._cold_state.onread.started(self)

    def _handle_cancelled(self) -> None:
        """The handle closes. If it was by somebody else what it was doing ends, in the close
        phase.
        """
        if self._flags & DESTROYED:
            return
        if self._socket_flags & HANDLE_WRITING or self._is_shutting_down():
            queue_close(self, bound_to(self, self._cancelled))

    def _cancelled(self) -> None:
        if self._socket_flags & HANDLE_WRITING:
            self._handle_written(-errno.ECANCELED)
        if self._is_shutting_down():
            self._handle_shutdown(0)  # as in Node, who has it reads of no error

    def _is_shutting_down(self) -> bool:
        return self._cold_state is not None and self._cold_state.shutdown_done is not None

    def _is_closed_handle(self, error: BaseException) -> bool:
        """Whether the handle was closed by somebody else. Then there is nothing to end, and
        reading is ``EINVAL``, as it is to libuv: each is what Node has.
        """
        return getattr(error, "code", "") == "EBADF" and self._handle.stream_id is None

    def _stop_reading(self) -> None:
        handle = self._handle
        if handle is None or handle.stream_id is None or not handle.reading:
            return
        try:
            handle.read_stop()
        except BaseException as error:
            self.destroy(reported(error, "read"))
            if not isinstance(error, Exception):
                raise

    def _handle_read(self, length: int) -> None:
        self._cold_state.onread.deliver(self, length)

    def _handle_data(self, chunk: bytes) -> None:
        if not self.push(chunk):
            self._stop_reading()

    def _handle_data_inside(self, chunk: bytes) -> None:
        bound_to(self, self._handle_data)(chunk)

    def _handle_end(self) -> None:
        if self._socket_flags & ONREAD and not self._handle.reading:
            return  # paused meanwhile: it comes again once the handle reads again
        if self._read_flags & END_EMITTED:
            self._destroy_if_over()
            return
        self.push(None)
        self.read(0)

    def _handle_read_error(self, status: int) -> None:
        self.destroy(exception(status, "read"))

    def _destroy_if_over(self) -> None:
        if self._read_flags & END_EMITTED and self._write_flags & FINISHED:
            self.destroy()

    def _end_writable(self) -> None:
        if self.writable:
            self._socket_flags |= ENDED_FOR_PEER
        Duplex._end_writable(self)

    def _why_over(self) -> str:
        if not self._socket_flags & ENDED_FOR_PEER:
            return ""
        return f": this socket has been ended by the other party ({KEEP_OPEN})"

    def _end_readable(self) -> None:
        if not self._read_flags & END_EMITTED and not self._flags & ALLOW_HALF_OPEN:
            self._socket_flags |= PEER_ENDED
        Duplex._end_readable(self)

    # -- counts ------------------------------------------------------------------------

    @property
    def readable_did_read(self) -> bool:
        """Whether ``"data"`` was emitted."""
        # On the short path nobody but the handle counts.
        if self._read_flags & DATA_EMITTED or self._socket_flags & ONREAD:
            return bool(self._read_flags & DATA_EMITTED)
        return self.bytes_read > self.readable_length

    @property
    def bytes_read(self) -> int:
        """Bytes received (manual: socket.bytesRead)."""
        if self._handle is not None:
            count: int = self._handle.bytes_read
            return count
        return 0 if self._cold_state is None else self._cold_state.bytes_read

    @property
    def bytes_written(self) -> int:
        """Bytes sent, and those queued (manual: socket.bytesWritten)."""
        queue = self._write_queue
        waiting = 0 if queue is None else sum(entry.length for entry in queue.buffered)
        if queue is not None and self._socket_flags & CONNECTING:
            waiting += sum(entry.length for entry in queue.in_flight)
        if self._handle is not None:
            count: int = self._handle.bytes_written
            return count + waiting
        return waiting + (0 if self._cold_state is None else self._cold_state.bytes_written)


def _was_tried(left: int) -> bool:
    """Whether a result of ``write_now`` is an error that the kernel gave."""
    return _OURS < left < 0 and left != _EBADF
