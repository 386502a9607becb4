"""Socket: a Duplex over a TCP or Pipe handle."""

from __future__ import annotations

from types import MethodType
from typing import TYPE_CHECKING, Any, Callable, TypeVar, overload

from . import _lane
from . import _options as options
from ._abort import AbortSignal, aborted, on_abort
from ._address import Address
from ._callbacks import takes_error
from ._duplex import Duplex
from ._errors import (
    ArgumentTypeError,
    StateError,
    invalid_arg_type,
    invalid_arg_value,
    out_of_range,
    system_error,
)
from ._events import EventEmitter
from ._handle import TCP, Handle, fd_type, open_fd
from ._lifecycle import (
    ALLOW_HALF_OPEN,
    AUTO_DESTROY,
    CLOSE_EMITTED,
    CLOSED,
    DESTROYED,
    ERROR_EMITTED,
    ERROR_TOLD,
    Done,
    Stream,
)
from ._native import error_text_of, exception
from ._onread import check_onread
from ._readable import (
    END_EMITTED,
    ENDED,
    FLOWING,
    HAS_READABLE,
    PAUSED,
    READING,
    STOPPED,
    SYNC,
)
from ._socket_async import AsyncSocket
from ._socket_state import (
    CONNECTING,
    EMIT_REPLACED,
    HANDLE_WRITING,
    ONREAD,
    PEER_ENDED,
    RESETTING,
    UNREFERENCED,
    Extra,
)
from ._writable import (
    ENDING,
    FINISHED,
    NEED_DRAIN,
    WRITING,
    BytesLike,
    _destroyed_error,
    not_a_chunk,
)
from ._writequeue import Pending, WriteQueue

if TYPE_CHECKING:
    from typing_extensions import Literal, Unpack

    from ._types import ConnectKeywords, ConnectToPath, ConnectToPort, Data, Listener, OnRead
    from ._types import Done as WriteDone

Callback = Callable[..., Any]
Self = TypeVar("Self", bound="Socket")

TYPES = ("tcp4", "tcp6", "unix")

_try_write = _lane.try_write


def describe(
    error: OSError,
    syscall: str,
    address: str | None = None,
    port: int | None = None,
    *,
    details: str = "",
    verbose: bool = False,
) -> OSError:
    """``error`` of a handle as Node words it: with syscall, address and port."""
    code = getattr(error, "code", "")
    text = error_text_of(error.errno) if verbose else ""
    return system_error(code, syscall, text=text, address=address, port=port, details=details)


class _Emit:
    """``emit`` of a socket: assigning one's own takes the socket off the fast path."""

    def __get__(self, socket: Socket | None, owner: Any = None) -> Any:
        if socket is None:
            return EventEmitter.emit
        if socket._state & EMIT_REPLACED:
            return socket.__dict__["emit"]
        return MethodType(EventEmitter.emit, socket)

    def __set__(self, socket: Socket, value: Any) -> None:
        socket.__dict__["emit"] = value
        socket._state |= EMIT_REPLACED
        socket._flow_changed()

    def __delete__(self, socket: Socket) -> None:
        del socket.__dict__["emit"]
        socket._state &= ~EMIT_REPLACED
        socket._flow_changed()


class Socket(AsyncSocket):
    """A TCP or Unix socket connection, a Duplex stream (manual: Class: net.Socket).

    ``connect()`` connects it; a server's ``"connection"`` gives one that is connected.

    - ``fd``: take this descriptor over instead of connecting; ``readable`` and ``writable``
      (False): whether it may be read and written.
    - ``handle``: a ``TCP`` or ``Pipe`` to use, connected or for ``connect()``; nothing it was
      asked for may still be pending.
    - ``allow_half_open`` (False): keep the writing side open after the peer's end.
    - ``high_water_mark`` (bytes, 16 KiB): of both sides.
    - ``signal``: an AbortSignal that destroys the socket, with an ``AbortError``.
    - ``type`` (of Node 0.8): ``"tcp4"``, ``"tcp6"`` or ``"unix"``, what it may connect to.
    - ``onread``: read into a buffer of your own, as that of ``connect()``.

    Emits ``"lookup"``, ``"connect"``, ``"ready"``, ``"data"``, ``"end"``, ``"drain"``,
    ``"timeout"``, ``"error"`` and, last, ``"close"`` with whether there was an error.

    Raises ``ERR_INVALID_FD_TYPE``, ``ERR_INVALID_ARG_TYPE``, ``ERR_INVALID_ARG_VALUE``,
    ``ERR_OUT_OF_RANGE``; ``OSError`` for a bad descriptor.
    """

    __slots__ = ()

    def __init__(
        self,
        *,
        fd: int | None = None,
        handle: Handle | None = None,
        readable: bool | None = False,
        writable: bool | None = False,
        allow_half_open: bool | None = False,
        high_water_mark: int | None = None,
        signal: AbortSignal | None = None,
        type: Literal["tcp4", "tcp6", "unix"] | None = None,
        onread: OnRead | None = None,
    ) -> None:
        mark = options.high_water_mark(high_water_mark, "options.high_water_mark")
        half_open = options.check_bool(allow_half_open, "options.allow_half_open")
        reads_into = check_onread(onread, "options.onread")
        self._init_socket(mark, half_open)
        if reads_into is not None:
            reads_into.install(self)
        if handle is not None:
            self._take_handle(handle)
        elif fd is not None:
            self._open_fd(fd, bool(readable), bool(writable))
        if type is not None:
            self._set_type(type)
        if signal is not None:
            self._abort_by(signal)

    def _set_type(self, kind: str) -> None:
        if kind not in TYPES:
            raise invalid_arg_value("options.type", kind)
        self._more().kind = kind
        if self._handle is not None and isinstance(self._handle, TCP) == (kind == "unix"):
            raise ArgumentTypeError("ERR_INVALID_FD_TYPE", f"Unsupported fd type: not {kind}")

    def _abort_by(self, signal: AbortSignal) -> None:
        dispose = on_abort(signal, "signal", lambda: self.destroy(aborted(signal)))
        self.once("close", lambda *_: dispose())

    def _init_socket(self, mark: int, half_open: bool) -> None:
        Stream.__init__(self)
        self._life = AUTO_DESTROY | (ALLOW_HALF_OPEN if half_open else 0)
        self._init_readable(mark)
        self._init_writable(mark)
        self._handle: Any = None
        self._fast: Any = None  # the lane's stream while bytes may go straight there
        self._server: Any = None
        self._state = 0
        self._timeout: float | None = None
        self._extra: Any = None
        self._peer: Address | None = None

    @classmethod
    def _accepted(cls, server: Any, handle: Handle) -> Socket:
        """The socket of a connection a server has accepted."""
        self = cls.__new__(cls)
        self._init_socket(server.high_water_mark, server.allow_half_open)
        self._server = server
        self._handle = handle
        handle.owner = self
        self._fast = handle.direct
        if server.pause_on_connect:
            self.pause()
        else:
            self.read(0)
        self._flow_changed()
        return self

    def _take_handle(self, handle: Handle) -> None:
        if not isinstance(handle, Handle):
            raise invalid_arg_type("options.handle", "an instance of TCP or Pipe", handle)
        if handle._loop is not self._loop:
            raise invalid_arg_value("options.handle", handle, "belongs to another loop")
        if handle.closed or not handle.is_alone:
            raise invalid_arg_value("options.handle", handle, "is closed or in use")
        self._adopt(handle)
        try:
            handle.read_start()
        except OSError as error:
            if getattr(error, "code", "") != "ENOTCONN":
                raise
        else:
            self.read(0)

    def _open_fd(self, fd: int, readable: bool, writable: bool) -> None:
        if isinstance(fd, bool) or not isinstance(fd, int):
            raise invalid_arg_type("fd", "of type number", fd)
        if not 0 <= fd < 2**31:
            raise out_of_range("fd", ">= 0 && <= 2147483647", fd)
        try:
            handle = open_fd(fd)
        except OSError as error:
            if getattr(error, "code", "") in ("EINVAL", "EBADF"):
                raise ArgumentTypeError(
                    "ERR_INVALID_FD_TYPE", f"Unsupported fd type: {fd_type(fd)}"
                ) from None
            raise
        self._adopt(handle)
        if readable:
            self.read(0)
        else:
            self._r |= ENDED | END_EMITTED
        if not writable:
            self._w |= ENDING | FINISHED

    def _adopt(self, handle: Handle) -> None:
        if self._state & ONREAD:
            self._extra.onread.attach(self, handle)
        handle.owner = self
        self._handle = handle
        if not self._state & CONNECTING:
            self._fast = handle.direct
        if self._state & UNREFERENCED:
            handle.unref()
        self._start_timeout()
        self._flow_changed()

    def _more(self) -> Extra:
        extra = self._extra
        if extra is None:
            extra = self._extra = Extra()
        result: Extra = extra
        return result

    # -- the fast path -------------------------------------------------------------------

    emit: Any = _Emit()

    def _flow_changed(self) -> None:
        """Puts the listener itself into the loop's sink where nothing has to happen between."""
        queue = self._rq
        if queue is not None and queue.reader is not None:
            queue.reader.changed()
        self._aim()

    def _aim(self) -> None:
        handle = self._handle
        if handle is not None and handle.fast is not None:
            handle.set_sink(self._sink())

    def _sink(self) -> Callable[[bytes], Any]:
        queue = self._rq
        if queue is not None and queue.reader is not None and not self._r & FLOWING:
            return self._reader_sink(queue)
        plain = (
            self._r & (FLOWING | SYNC | HAS_READABLE | ENDED) == FLOWING
            and not self._state & EMIT_REPLACED
            and not self._life & DESTROYED
            and (queue is None or (queue.length == 0 and queue.decoder is None))
            and self._is_plain()
        )
        listeners = self._listeners_of("data") if plain else ()
        return listeners[0] if len(listeners) == 1 else self._handle_data

    def _reader_sink(self, queue: Any) -> Callable[[bytes], Any]:
        """The reader's, while the stream's rules change nothing and a read is under way."""
        fast = (
            self._r & (SYNC | HAS_READABLE | ENDED | READING) == READING
            and not self._state & EMIT_REPLACED
            and not self._life & DESTROYED
            and self._errored is None
            and queue.decoder is None
            and queue.reader.host is not None
            and self._is_plain()
            and not self._listeners_of("data")
        )
        if not fast:
            return self._handle_data
        reader = queue.reader
        reader.fast = True
        reader.limit = max(self._r_hwm, reader.wanted)
        sink: Callable[[bytes], Any] = reader.feed
        return sink

    def _is_plain(self) -> bool:
        """Whether no subclass has its own idea of what happens to data."""
        kind = type(self)
        return kind is Socket or (kind.emit is EventEmitter.emit and kind.push is Duplex.push)

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
        callback: Callback | None = None,
    ) -> bool:
        """Sends ``chunk`` (manual: socket.write()).

        True when all of it reached the kernel, False when some is queued:
        ``"drain"`` follows when the queue is empty. ``encoding`` is for a ``str``
        (default ``"utf8"``). ``callback`` is called when it is written out, with the
        error if it was not. Emits ``ERR_STREAM_WRITE_AFTER_END`` after ``end()``.
        """
        fast = self._fast
        if fast is not None and type(chunk) is bytes and callback is None and encoding is None:
            left = _try_write(fast, chunk, len(chunk))
            return not left or self._write_rest(chunk, left)
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
        if self._state & PEER_ENDED and self._w & ENDING:
            return self._write_after_peers_end(encoding, callback)
        return Duplex.write(self, chunk, encoding, callback)

    def _write_rest(self, chunk: bytes, left: int) -> bool:
        """The kernel did not take all: from here on it is an ordinary write."""
        if 0 < left < len(chunk):
            chunk = chunk[-left:]
        return self._write_or_queue(Pending(chunk, len(chunk), None))

    def _accepts(self, queue: WriteQueue) -> bool:
        return queue.length == 0

    def _update_fast(self) -> None:
        handle = self._handle
        slow = self._w & (ENDING | WRITING | NEED_DRAIN) or self._state & CONNECTING
        queue = self._wq
        if handle is None or slow or self._life & DESTROYED or self._errored:
            self._fast = None
        elif queue is not None and (queue.length or queue.corked):
            self._fast = None
        else:
            self._fast = handle.direct
        if queue is not None and queue.drainers:
            self._wake_drainers()

    def _wake_drainers(self) -> None:
        from ._awaiting import wake_drainers

        wake_drainers(self)

    # -- writing -----------------------------------------------------------------------

    def _write_after_peers_end(self, encoding: Any, callback: Any) -> bool:
        error = system_error("EPIPE", "write")
        error.strerror = "This socket has been ended by the other party"
        error.args = (error.errno, error.strerror)
        if callable(encoding):
            callback = encoding
        if callback is not None:
            self._loop.next_tick(takes_error(callback), error)
        self.destroy(error)
        return False

    def _write_or_queue(self, pending: Pending) -> bool:
        accepted = Duplex._write_or_queue(self, pending)
        self._update_fast()
        return accepted

    def _to_bytes(self, chunk: Any) -> BytesLike:
        # The core copies what it queues: no copy here.
        if isinstance(chunk, (bytes, bytearray)):
            return chunk
        try:
            view = memoryview(chunk)
        except TypeError:
            raise not_a_chunk(chunk) from None
        return view.cast("B") if view.c_contiguous else view.tobytes()

    def _write(self, chunk: Any, encoding: str, callback: Done) -> None:
        self._write_chunks([chunk], callback)

    def _writev(self, chunks: list[Any], callback: Done) -> None:
        self._write_chunks([entry.chunk for entry in chunks], callback)

    def _write_chunks(self, chunks: list[Any], done: Done) -> None:
        if self._state & CONNECTING:
            self._write_when_connected(chunks, done)
            return
        handle = self._handle
        if handle is None or handle.fast is None:
            done(StateError("ERR_SOCKET_CLOSED", "Socket is closed"))
            return
        try:
            written = handle.write(chunks)
        except OSError as error:
            done(describe(error, "write"))
            return
        if written:
            done(None)
        else:
            self._state |= HANDLE_WRITING

    def _write_when_connected(self, chunks: list[Any], done: Done) -> None:
        def connected() -> None:
            self.off("close", closed)
            self._write_chunks(chunks, done)

        def closed(had_error: bool = False) -> None:
            self.off("connect", connected)
            done(
                StateError(
                    "ERR_SOCKET_CLOSED_BEFORE_CONNECTION",
                    "Socket closed before the connection was established",
                )
            )

        self.once("connect", connected)
        self.once("close", closed)

    def _handle_written(self, status: int) -> None:
        if self._life & DESTROYED:  # cut off: _closed() tells
            return
        self._state &= ~HANDLE_WRITING
        error = exception(status, "write") if status < 0 else None
        self._on_written(error)

    def _on_written(self, error: BaseException | None = None) -> None:
        try:
            Duplex._on_written(self, error)
        finally:
            self._update_fast()

    def _after_write(self, batches: list[list[Pending]]) -> None:
        try:
            Duplex._after_write(self, batches)
        finally:
            self._update_fast()

    def cork(self) -> None:
        """Holds writes back until ``uncork()`` or ``end()``."""
        Duplex.cork(self)
        self._fast = None

    def uncork(self) -> None:
        """Lets what ``cork()`` held back go, in one write."""
        Duplex.uncork(self)
        self._update_fast()

    def _start_end(self) -> Exception | None:
        self._fast = None
        return Duplex._start_end(self)

    def _final(self, done: Done) -> None:
        if self.pending:
            self.once("connect", lambda: self._final(done))
            return
        try:
            self._handle.shutdown()
        except OSError as error:
            done(None if getattr(error, "code", "") == "ENOTCONN" else describe(error, "shutdown"))
            return
        self._more().shutdown_done = done

    def _handle_shutdown(self, status: int) -> None:
        extra = self._more()
        done, extra.shutdown_done = extra.shutdown_done, None
        if done is not None:
            done(None)

    # -- reading -----------------------------------------------------------------------

    def _read(self, size: int) -> None:
        handle = self._handle
        if self._state & CONNECTING or handle is None:
            self.once("connect", lambda: self._read(size))
        elif not handle.reading:
            self._start_reading()

    def _start_reading(self) -> None:
        try:
            self._handle.read_start()
        except OSError as error:
            self.destroy(describe(error, "read"))
            return
        if self._state & ONREAD:
            self._extra.onread.started(self)

    def _handle_read(self, length: int) -> None:
        self._extra.onread.deliver(self, length)

    def _handle_data(self, chunk: bytes) -> None:
        handle = self._handle
        if not self.push(chunk) and handle.fast is not None and handle.reading:
            handle.read_stop()

    def _handle_end(self) -> None:
        if self._state & ONREAD and not self._handle.reading:
            return  # paused meanwhile: it comes again once the handle reads again
        if self._r & END_EMITTED:
            self._destroy_if_over()
            return
        self.push(None)
        self.read(0)

    def _handle_read_error(self, status: int) -> None:
        self.destroy(exception(status, "read"))

    def _destroy_if_over(self) -> None:
        if self._r & END_EMITTED and self._w & FINISHED:
            self.destroy()

    def _end_readable(self) -> None:
        if not self._r & END_EMITTED and not self._life & ALLOW_HALF_OPEN:
            self._state |= PEER_ENDED
        Duplex._end_readable(self)

    # -- connecting --------------------------------------------------------------------

    @overload
    def connect(
        self: Self,
        port: int | str,
        host: str | None = ...,
        listener: Listener | None = ...,
        /,
        **options: Unpack[ConnectKeywords],
    ) -> Self: ...
    @overload
    def connect(
        self: Self,
        port: int | str,
        listener: Listener | None,
        /,
        **options: Unpack[ConnectKeywords],
    ) -> Self: ...
    @overload
    def connect(
        self: Self, listener: Listener | None = ..., /, **options: Unpack[ConnectToPort]
    ) -> Self: ...
    @overload
    def connect(
        self: Self, listener: Listener | None = ..., /, **options: Unpack[ConnectToPath]
    ) -> Self: ...
    def connect(self: Self, *args: Any, **keywords: Any) -> Self:
        """Starts to connect (manual: socket.connect()).

        - ``connect(port, host, listener)``: TCP; host defaults to ``"localhost"``.
        - ``connect(path, listener)``: a Unix domain socket.
        - ``connect(port=, host=, path=, local_address=, local_port=, family=, hints=,
          lookup=, no_delay=, keep_alive=, keep_alive_initial_delay=,
          auto_select_family=, auto_select_family_attempt_timeout=, block_list=,
          onread=, listener=)``.

        ``listener`` is added to ``"connect"``, once. ``local_address`` and
        ``local_port``: where to connect from. ``family`` (0: either, 4 or 6) and
        ``hints`` (0) are those of ``dns.lookup``; ``lookup`` is called in its place,
        ``lookup(hostname, callback, *, family, hints, all)``, and may be ``async`` and
        return the answer. ``no_delay``, ``keep_alive`` (False) and
        ``keep_alive_initial_delay`` (milliseconds, 0) are set before connecting.

        ``auto_select_family`` (False): look all addresses up and try them in turn,
        the families alternating, each for ``auto_select_family_attempt_timeout``
        (milliseconds, 250, at least 10); ``"parallel"`` keeps a slow attempt running
        beside the next. Ignored with a ``family`` or a ``local_address``.
        ``block_list``: a BlockList; a blocked address fails with ``ERR_IP_BLOCKED``.
        With a ``path`` all but ``onread`` and ``listener`` are ignored.

        ``onread``: ``{"buffer": b, "callback": f}`` has what arrives stored in ``b``, with
        no bytes made and no ``"data"``, and calls ``f(bytes_written, b)``; ``False`` from
        it stops reading until ``resume()``. ``b`` is a writable, contiguous bytes-like
        object, which cannot be resized meanwhile, or a function that gives one: it is
        called for each attempt to connect and after each ``f``, and None from it keeps the
        last buffer. A buffer of no bytes is the error ``ENOBUFS``.

        Emits ``"lookup"``, ``"connection_attempt"``, ``"connection_attempt_failed"``,
        ``"connection_attempt_timeout"``; then ``"connect"`` and ``"ready"``, or
        ``"error"`` (an ``AggregateError`` if several addresses were tried) and
        ``"close"``. Raises ``ERR_MISSING_ARGS``, ``ERR_SOCKET_BAD_PORT``,
        ``ERR_INVALID_ARG_TYPE``, ``ERR_INVALID_ARG_VALUE``, ``ERR_OUT_OF_RANGE``,
        ``ERR_INVALID_IP_ADDRESS``, and ``ERR_INVALID_RETURN_VALUE`` for what such a
        function gives.
        """
        from ._connect import start
        from ._connect_options import ConnectOptions

        wanted = ConnectOptions(args, keywords)
        self._loop._pointer()
        if wanted.listener is not None:
            self.once("connect", wanted.listener)
        wanted.check(None if self._extra is None else self._extra.kind)
        if self._life & DESTROYED:
            self._start_over()
        start(self, wanted)
        return self

    def _start_over(self) -> None:
        """A closed socket connects again: both sides are as new."""
        self._life &= ~(DESTROYED | CLOSED | CLOSE_EMITTED | ERROR_EMITTED | ERROR_TOLD)
        self._errored = None
        self._r &= FLOWING | PAUSED | STOPPED | HAS_READABLE
        self._w = 0
        self._wq = None
        self._handle = None
        self._state &= ~(CONNECTING | RESETTING | PEER_ENDED)
        self._peer = None
        if self._extra is not None:
            self._extra = self._extra.for_another_connect()

    def _handle_connect(self, status: int) -> None:
        raise AssertionError("a connecting socket's handle is owned by its attempt")

    def _handle_connection(self, handle: Handle) -> None:
        raise AssertionError("a socket accepts nothing")

    _handle_drop = _handle_connection

    def _handle_accept_error(self, status: int) -> None:
        raise AssertionError("a socket accepts nothing")

    def _connected(self) -> None:
        """The handle is connected: what waited goes on."""
        self._state &= ~CONNECTING
        handle = self._handle
        handle.owner = self
        self._update_fast()
        try:
            self.emit("connect")
            self.emit("ready")
        finally:
            if not self._life & DESTROYED and not self.is_paused():
                self.read(0)

    # -- the end -----------------------------------------------------------------------

    def destroy(self: Self, error: BaseException | None = None) -> Self:
        """Closes the connection at once (manual: socket.destroy()).

        What is queued is not sent. ``error``, if given, is emitted as ``"error"``; then
        ``"close"``, with whether there was one. Returns the socket; a second call does nothing.
        """
        if self._handle is not None:
            self._loop._pointer()
        self._fast = None
        Duplex.destroy(self, error)
        if self._wq is not None and self._wq.drainers:
            self._wake_drainers()
        return self

    def _destroy(self, error: BaseException | None, callback: Done) -> None:
        self._state &= ~CONNECTING
        self._stop_timer()
        if self._extra is not None and self._extra.attempts is not None:
            self._extra.attempts.cancel()
        handle, had_error = self._handle, error is not None
        if handle is not None and handle.fast is not None:
            extra = self._more()
            extra.bytes_read = handle.bytes_read
            extra.bytes_written = handle.bytes_written
            reset = self._state & RESETTING and isinstance(handle, TCP)
            (handle.reset if reset else handle.close)(lambda: self._closed(had_error))
            self._handle = None
            callback(error)
        else:
            self._handle = None
            callback(error)
            self._loop.next_tick(self._closed, had_error)
        server, self._server = self._server, None
        if server is not None:
            server._connection_closed()

    def _closed(self, had_error: bool) -> None:
        """The handle is gone: what was being written was not."""
        queue = self._wq
        if self._state & HANDLE_WRITING and queue is not None:
            self._state &= ~HANDLE_WRITING
            self._w &= ~WRITING
            current, queue.current = queue.current, []
            queue.length -= sum(entry.length for entry in current)
            queue.callbacks_due -= 1
            self._loop._closing_now.append(lambda: self._emit_closed(had_error))
            self._call_back(current, self._errored or _destroyed_error("write"))
            self._fail_waiting()
            return
        self._emit_closed(had_error)

    def _emit_closed(self, had_error: bool) -> None:
        self._life |= CLOSE_EMITTED
        self.emit("close", had_error)

    def destroy_soon(self) -> None:
        """Destroys the socket once all is written (manual: socket.destroySoon())."""
        if self.writable:
            self.end()
        if self._w & FINISHED:
            self.destroy()
        else:
            self.once("finish", self.destroy)

    def reset_and_destroy(self: Self) -> Self:
        """Closes a TCP connection with RST (manual: socket.resetAndDestroy()).

        While connecting it waits for the connection. Raises
        ``ERR_INVALID_HANDLE_TYPE`` on a pipe; without a connection the socket is
        destroyed with ``ERR_SOCKET_CLOSED``.
        """
        if self._handle is None:
            self.destroy(StateError("ERR_SOCKET_CLOSED", "Socket is closed"))
        elif not isinstance(self._handle, TCP):
            raise ArgumentTypeError("ERR_INVALID_HANDLE_TYPE", "This handle type cannot be sent")
        elif self._state & CONNECTING:
            self.once("connect", self._reset)
        else:
            self._reset()
        return self

    def _reset(self) -> None:
        self._state |= RESETTING
        self.destroy()

    # -- options -----------------------------------------------------------------------

    def set_timeout(self: Self, timeout: float, callback: Listener | None = None) -> Self:
        """Emits ``"timeout"`` after so long without activity (manual: socket.setTimeout()).

        ``timeout``: milliseconds; 0 (as at first) turns it off. The connection stays: whoever
        listens ends or destroys it. ``callback`` is added to ``"timeout"``, once; with 0 it is
        taken off. Returns the socket. Raises ``ERR_INVALID_ARG_TYPE``, ``ERR_OUT_OF_RANGE``.
        """
        if self._life & DESTROYED:
            return self
        milliseconds = options.check_timeout(timeout)
        self._timeout = milliseconds
        if callback is not None:
            options.check_callable(callback)
        self._start_timeout()
        if callback is not None:
            if milliseconds:
                self.once("timeout", callback)
            else:
                self.remove_listener("timeout", callback)
        return self

    def _start_timeout(self) -> None:
        """Starts, or stops, the idle timeout: the handle's, or a timer before there is one."""
        self._stop_timer()
        delay = max(1, int(self._timeout)) if self._timeout else 0
        if self._handle is not None:
            if delay or self._handle.timed:
                self._handle.set_timeout(delay)
        elif delay:
            self._more().timer = self._loop.set_timeout(self._handle_timeout, delay).unref()

    def _stop_timer(self) -> None:
        if self._extra is not None and self._extra.timer is not None:
            timer, self._extra.timer = self._extra.timer, None
            timer.close()

    def _handle_timeout(self) -> None:
        self.emit("timeout")

    def set_no_delay(self: Self, no_delay: bool = True) -> Self:
        """Turns Nagle's algorithm off (manual: socket.setNoDelay()).

        ``no_delay`` (True): False turns it on again. Before there is a connection it is kept for
        it; a Unix socket takes and ignores it. Returns the socket.
        """
        on = bool(no_delay)
        if isinstance(self._handle, TCP):
            self._handle.set_no_delay(on)
        self._more().no_delay = on  # for the next handle, of another attempt or connect
        return self

    def set_keep_alive(self: Self, enable: bool = False, initial_delay: float = 0) -> Self:
        """Turns keep-alive on or off (manual: socket.setKeepAlive()).

        ``enable`` (False): which. ``initial_delay``: milliseconds of idleness before the first
        probe, in whole seconds; 0 (the default) leaves the system's. Up to ten probes are sent, a
        second apart. Before there is a connection it is kept for it. Returns the socket. Raises
        ``ERR_INVALID_ARG_TYPE``.
        """
        seconds = options.seconds_of(options.check_number(initial_delay, "initial_delay"))
        if isinstance(self._handle, TCP):
            self._handle.set_keep_alive(bool(enable), seconds)
        self._more().keep_alive = seconds if enable else None
        return self

    def set_secure(self) -> None:
        """Not there any more: raises ``ERR_METHOD_NOT_IMPLEMENTED`` (manual: socket.setSecure()).

        Of Node 0.8. Run Python's ``ssl.SSLObject`` over this socket's data.
        """
        raise StateError(
            "ERR_METHOD_NOT_IMPLEMENTED",
            "set_secure() is gone: run Python's ssl.SSLObject over this socket's data",
        )

    def ref(self: Self) -> Self:
        """Lets the socket keep the loop running, the default (manual: socket.ref()). Returns it."""
        self._state &= ~UNREFERENCED
        if self._handle is not None:
            self._handle.ref()
        return self

    def unref(self: Self) -> Self:
        """Lets the loop end while this socket is open (manual: socket.unref()). Returns it."""
        self._state |= UNREFERENCED
        if self._handle is not None:
            self._handle.unref()
        return self


_lane.install_write(Socket)
