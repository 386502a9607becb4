"""Socket: a Duplex over a TCP or Pipe handle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, TypeVar, overload

from .._handles.kinds import TCP, Handle, Pipe, close_surely, fd_type, is_tcp, open_fd
from .._loop.abort import AbortSignal, aborted, on_abort
from .._loop.contexts import bound
from .._native import lane
from .._native.address import Address
from .._util import validators as options
from .._util.errors import (
    AbortError,
    ArgumentTypeError,
    interrupted,
    invalid_arg_type,
    invalid_arg_value,
    out_of_range,
    socket_closed,
)
from ..diagnostics_channel import Message
from ..stream._base import Done, Stream, check_error
from ..stream._duplex import Duplex
from ..stream._state import (
    ALLOW_HALF_OPEN,
    AUTO_DESTROY,
    CLOSE_EMITTED,
    CLOSED,
    DESTROYED,
    END_EMITTED,
    ENDING,
    ERROR_EMITTED,
    ERROR_TOLD,
    FINISHED,
    FLOW_STOPPED,
    FLOWING,
    NOT_READABLE,
    NOT_WRITABLE,
    PAUSED,
    READ_ENDED,
    READABLE_LISTENING,
    WRITING,
)
from ..stream._writable import destroyed_error
from .channels import CLIENT_SOCKET
from .connect_options import ConnectOptions
from .onread import check_onread
from .socket_io import AtConnect
from .socket_options import SocketOptions
from .socket_state import (
    CONNECTING,
    DESTROY_SOON,
    ENDED_FOR_PEER,
    HANDLE_WRITING,
    LEFT_SERVER,
    ONREAD,
    PEER_ENDED,
    RESETTING,
    UNREFERENCED,
)

if TYPE_CHECKING:
    from typing_extensions import Literal, Unpack

    from .types import ConnectKeywords, ConnectToPath, ConnectToPort, Listener, OnRead

Callback = Callable[..., Any]
Self = TypeVar("Self", bound="Socket")

TYPES = ("tcp4", "tcp6", "unix")


class Socket(SocketOptions):
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
    ``"timeout"``, ``"error"`` and, last, ``"close"`` with whether there was an error. A
    server's emits ``"draining"`` when ``server.shutdown(drain=)`` is called.

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
        reads = options.truth(readable, "options.readable")
        writes = options.truth(writable, "options.writable")
        options.check_signal(signal, "signal")
        if type is not None and type not in TYPES:
            raise invalid_arg_value("options.type", type)
        self._init_socket(mark, half_open, None)
        if handle is not None:
            self._check_handle(handle)
            _check_type(type, isinstance(handle, TCP))
        if type is not None:
            self._more().kind = type
        if reads_into is not None:
            reads_into.install(self)
        if handle is not None:
            self._take_handle(handle)
        elif fd is not None:
            self._open_fd(fd, reads, writes)
        if signal is not None:
            self._abort_by(signal)

    def _abort_by(self, signal: AbortSignal) -> None:
        dispose = on_abort(signal, "signal", lambda: self._abort(signal))
        self._more().forget_signal = dispose
        self.once("close", dispose)

    def _abort(self, signal: AbortSignal) -> None:
        if self._loop._core is not None:  # or it is over anyway
            self.destroy(aborted(signal))

    def _init_socket(self, mark: int, half_open: bool, server: Any) -> None:
        Stream.__init__(self, server)
        self._life = AUTO_DESTROY | (ALLOW_HALF_OPEN if half_open else 0)
        self._init_readable(mark)
        self._init_writable(mark)
        self._handle: Any = None
        self._fast = 0  # the core's id of the stream while bytes may go straight there
        self._server = server
        self._state = 0
        self._timeout: float | None = None
        self._extra: Any = None
        self._peer: Address | None = None

    @classmethod
    def _accepted(cls, server: Any, handle: Handle) -> Socket:
        """The socket of a connection a server has accepted."""
        self = cls.__new__(cls)
        self._init_socket(server._high_water_mark, server._allow_half_open, server)
        self._handle = handle
        handle.owner = self
        self._fast = handle.direct
        if server._pause_on_connect:
            self.pause()
        else:
            self.read(0)
        self._flow_changed()
        return self

    def _check_handle(self, handle: Handle) -> None:
        if not isinstance(handle, Handle):
            raise invalid_arg_type("options.handle", "an instance of TCP or Pipe", handle)
        if handle._loop is not self._loop:
            raise invalid_arg_value("options.handle", handle, "belongs to another loop")
        if handle.closed or not handle.is_alone:
            raise invalid_arg_value("options.handle", handle, "is closed or in use")

    def _take_handle(self, handle: Handle) -> None:
        owner = handle.owner
        self._adopt(handle)
        try:
            handle.read_start()
        except BaseException as error:
            if getattr(error, "code", "") != "ENOTCONN":
                self._handle = None
                handle.owner = owner
                self._update_fast()
                raise
        else:
            self.read(0)

    def _open_fd(self, fd: int, readable: bool, writable: bool) -> None:
        if isinstance(fd, bool) or not isinstance(fd, int):
            raise invalid_arg_type("fd", "of type number", fd)
        if not 0 <= fd < 2**31:
            raise out_of_range("fd", ">= 0 && <= 2147483647", fd)
        try:
            if self._extra is not None:
                _check_type(self._extra.kind, is_tcp(fd))
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
            self._r |= READ_ENDED | END_EMITTED | NOT_READABLE
            self._flow_changed()
        if not writable:
            self._w |= ENDING | FINISHED | NOT_WRITABLE
            self._update_fast()

    def _adopt(self, handle: Handle) -> None:
        if self._state & ONREAD:
            self._extra.onread.attach(self, handle)
        handle.owner = self
        handle._hold()
        self._handle = handle
        self._update_fast()
        if self._state & UNREFERENCED:
            handle.unref()
        self._start_timeout(self._timeout)
        self._flow_changed()

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
        ``local_port``: where to connect from, which the error of a refusal then has as
        ``local_address`` and ``local_port``. ``family`` (0: either, 4 or 6) and
        ``hints`` (0) are those of ``dns.lookup``; ``lookup`` is called in its place,
        ``lookup(hostname, callback, *, family, hints, all)``, and may be ``async`` and
        return the answer. ``no_delay``, ``keep_alive`` (False) and
        ``keep_alive_initial_delay`` (milliseconds, 0) are set once it is connected.

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
        wanted = ConnectOptions(args, keywords)
        self._loop._pointer()
        wanted.check(None if self._extra is None else self._extra.kind)
        return self._connect_to(wanted)

    def _connect_to(self: Self, wanted: ConnectOptions) -> Self:
        """Connects, with arguments that were checked."""
        from .connect import start  # it imports this module

        self._loop._pointer()
        handle, kind = self._handle, TCP if wanted.path is None else Pipe
        if handle is not None and not isinstance(handle, kind):
            raise invalid_arg_value("options", wanted.path or wanted.port, "is for another handle")
        if CLIENT_SOCKET.active:
            CLIENT_SOCKET.publish(Message(socket=self))
        if self._life & DESTROYED:
            self._start_over()
        if wanted.listener is not None:
            self.once("connect", wanted.listener)
        try:
            start(self, wanted)
        except BaseException:
            if wanted.listener is not None:
                self.off("connect", wanted.listener)
            raise
        return self

    def _undestroy(self) -> None:
        self._start_over()

    def _start_over(self) -> None:
        """A closed socket connects again: both sides are as new."""
        self._life &= ~(DESTROYED | CLOSED | CLOSE_EMITTED | ERROR_EMITTED | ERROR_TOLD)
        self._errored = None
        self._r &= FLOWING | PAUSED | FLOW_STOPPED | READABLE_LISTENING
        self._w = 0
        self._wq = None
        self._handle = None
        self._state &= ~(CONNECTING | RESETTING | PEER_ENDED | DESTROY_SOON | ENDED_FOR_PEER)
        self._peer = None
        if self._extra is not None:
            self._extra = self._extra.for_another_connect()
        if self._timeout is not None:  # it ended with the connection
            self.timeout, self._timeout = self.timeout, None

    def _handle_connect(self, status: int) -> None:
        raise AssertionError("a connecting socket's handle is owned by its attempt")

    def _handle_connection(self, handle: Handle) -> None:
        raise AssertionError("a socket accepts nothing")

    _handle_drop = _handle_connection

    def _handle_accept_error(self, status: int) -> None:
        raise AssertionError("a socket accepts nothing")

    _handle_accept_failed = _handle_connection

    def _connected(self) -> None:
        """The handle is connected: what waited goes on."""
        self._state &= ~CONNECTING
        handle = self._handle
        handle.owner = self
        self._update_fast()
        if self._extra is not None:
            try:
                self._set_when_connected()
            except BaseException as error:  # of a method that was replaced
                self.destroy(interrupted(error))
                if not isinstance(error, Exception):
                    raise
                return
        if self._w & FINISHED:  # by an end() before connect(): the peer has to see it, too
            self._final(self._ended_late)
        try:
            self.emit("connect")
        finally:
            self._ready()

    def _ended_late(self, error: BaseException | None) -> None:
        if error is not None:
            self.destroy(error)

    def _ready(self) -> None:
        try:
            self.emit("ready")
        finally:
            if not self._life & DESTROYED and not self.is_paused():
                self.read(0)

    # -- the end -----------------------------------------------------------------------

    def destroy(
        self: Self, error: BaseException | None = None, callback: Callback | None = None
    ) -> Self:
        """Closes the connection at once (manual: socket.destroy()).

        What is queued is not sent. ``error``, if given, is emitted as ``"error"``; then
        ``"close"``, with whether there was one. ``callback`` is called with the error, before
        those. Returns the socket; a second call does nothing but call back. Raises
        ``ERR_INVALID_ARG_TYPE`` for what is no exception.
        """
        check_error(error)
        Duplex.destroy(self, error, callback)
        return self

    def _destroy(self, error: BaseException | None, callback: Done) -> None:
        self._state &= ~CONNECTING
        self._stop_timer()
        if self._extra is not None and self._extra.attempts is not None:
            self._extra.attempts.cancel()
        handle, had_error = self._handle, error is not None
        if handle is not None and handle.fast is not None:
            reset = bool(self._state & RESETTING) and isinstance(handle, TCP)
            failed: BaseException | None = AbortError("The close was interrupted")
            try:
                failed = close_surely(handle, lambda: self._closed(had_error), reset=reset)
            finally:
                self._keep_counts(handle)
                callback(error or failed)
                self._leave_server()
        else:
            if handle is not None:  # somebody else has closed it
                self._keep_counts(handle)
            callback(error)
            self._tick(self._closed, had_error)
            self._leave_server()

    def _keep_counts(self, handle: Any) -> None:
        extra = self._more()
        extra.bytes_read = handle.bytes_read
        extra.bytes_written = handle.bytes_written
        self._handle = None

    def _leave_server(self) -> None:
        if self._server is not None and not self._state & LEFT_SERVER:
            self._state |= LEFT_SERVER
            self._server._connection_closed()

    def _closed(self, had_error: bool) -> None:
        """The handle is gone: what was being written was not."""
        queue = self._wq
        if self._state & HANDLE_WRITING and queue is not None:
            self._state &= ~HANDLE_WRITING
            self._w &= ~WRITING
            current, queue.current = queue.current, []
            queue.length -= sum(entry.length for entry in current)
            queue.before_finish -= 1
            again = bound(self._context, self._emit_closed)
            self._loop._closing_now.append(lambda: again(had_error))
            self._call_back(current, self._errored or destroyed_error("write"))
            self._fail_waiting()
            return
        self._emit_closed(had_error)

    def _emit_close(self) -> None:
        self._life |= CLOSE_EMITTED  # it is, once the handle is gone

    def _emit_closed(self, had_error: bool) -> None:
        self._life |= CLOSE_EMITTED
        try:
            self.emit("close", had_error)
        finally:
            self._end_close()

    def _let_go(self) -> None:
        if self._extra is not None:
            self._extra.let_go()
        SocketOptions._let_go(self)

    def destroy_soon(self) -> None:
        """Destroys the socket once all is written (manual: socket.destroySoon())."""
        self._loop._pointer()
        if self.writable:
            self.end()
        if self._w & FINISHED:
            self.destroy()
        else:
            self._state |= DESTROY_SOON

    def reset_and_destroy(self: Self) -> Self:
        """Closes a TCP connection with RST (manual: socket.resetAndDestroy()).

        While connecting it waits for the connection. Raises
        ``ERR_INVALID_HANDLE_TYPE`` on a pipe; without a connection the socket is
        destroyed with ``ERR_SOCKET_CLOSED``.
        """
        self._loop._pointer()
        if self._handle is None:
            self.destroy(socket_closed())
        elif not isinstance(self._handle, TCP):
            raise ArgumentTypeError("ERR_INVALID_HANDLE_TYPE", "This handle type cannot be sent")
        elif self._state & CONNECTING:
            AtConnect(self, self._reset)
        else:
            self._reset()
        return self

    def _reset(self) -> None:
        self._state |= RESETTING
        self.destroy()


def _check_type(kind: str | None, is_tcp: bool) -> None:
    """``ERR_INVALID_FD_TYPE`` where the option ``type`` is for others."""
    if kind is not None and is_tcp == (kind == "unix"):
        raise ArgumentTypeError("ERR_INVALID_FD_TYPE", f"Unsupported fd type: not {kind}")


lane.install_write(Socket)
