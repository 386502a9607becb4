"""Socket: a Duplex over a TCP or Pipe handle."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar, overload

from .._handles.base import Handle, close_surely, hold
from .._handles.descriptors import fd_type, is_tcp, open_fd
from .._handles.pipe import Pipe
from .._handles.tcp import TCP, given_option
from .._listeners import check_listener
from .._loop.abort import AbortSignal, aborted, on_abort
from .._loop.access import (
    check_caller,
    is_closed,
    loop_of,
    queue_close_now,
    queue_tick,
    start_timer,
)
from .._loop.contexts import bound_to
from .._loop.timers import LONGEST_DELAY, check_duration
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
from ..stream import _reader
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
    ERROR_RETRIEVED,
    ERROR_UNRETRIEVED,
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
from . import claims, waits
from .channels import CLIENT_SOCKET
from .connect import start
from .connect_options import ConnectOptions
from .handle_stream import (
    CONNECTING,
    DESTROY_SOON,
    ENDED_FOR_PEER,
    HANDLE_WRITING,
    LEFT_SERVER,
    OFF,
    ONREAD,
    PEER_ENDED,
    RESETTING,
    UNREFERENCED,
    UNSET,
    AtConnect,
    HandleStream,
)
from .legacy import LegacySocket, check_type, check_type_option
from .onread import check_onread

if TYPE_CHECKING:
    from typing import Literal

    from typing_extensions import Unpack

    from .types import (
        ConnectKeywords,
        ConnectToPath,
        ConnectToPort,
        CreateKeywords,
        CreateToPath,
        CreateToPort,
        Listener,
        OnRead,
    )

Callback = Callable[..., Any]
Self = TypeVar("Self", bound="Socket")


class Socket(HandleStream, LegacySocket):
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

    __slots__ = ("_server", "_timeout", "_peer")

    _server: Any
    _timeout: float | None
    _peer: Address | None

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
        check_type_option(type)
        self._init_socket(mark, half_open, None)
        if handle is not None:
            self._check_handle(handle)
            check_type(type, isinstance(handle, TCP))
        if type is not None:
            self._cold().kind = type
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
        self._cold().forget_signal = dispose
        self.once("close", dispose)

    def _abort(self, signal: AbortSignal) -> None:
        if not is_closed(self):  # or it is over anyway
            self.destroy(aborted(signal))

    def _init_socket(self, mark: int, half_open: bool, server: Any) -> None:
        Stream.__init__(self, server)
        self._flags = AUTO_DESTROY | (ALLOW_HALF_OPEN if half_open else 0)
        self._init_readable(mark)
        self._init_writable(mark)
        self._handle: Any = None
        self._write_target = 0  # the core's id of the stream while bytes may go straight there
        self._server = server
        self._socket_flags = 0
        self._timeout: float | None = None
        self._cold_state: Any = None
        self._peer: Address | None = None

    @classmethod
    def _accepted(cls, server: Any, handle: Handle) -> Socket:
        """The socket of a connection a server has accepted."""
        self = cls.__new__(cls)
        self._init_socket(server._high_water_mark, server._allow_half_open, server)
        self._handle = handle
        handle.owner = self
        self._write_target = handle.write_target
        if server._pause_on_connect:
            self.pause()
        else:
            self.read(0)
        self._flow_changed()
        return self

    def _check_handle(self, handle: Handle) -> None:
        if not isinstance(handle, Handle):
            raise invalid_arg_type("options.handle", "an instance of TCP or Pipe", handle)
        if handle.loop is not loop_of(self):
            raise invalid_arg_value("options.handle", handle, "belongs to another loop")
        if handle.closed or not handle.is_standalone:
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
                self._update_write_target()
                raise
        else:
            self.read(0)

    def _open_fd(self, fd: int, readable: bool, writable: bool) -> None:
        if isinstance(fd, bool) or not isinstance(fd, int):
            raise invalid_arg_type("fd", "of type number", fd)
        if not 0 <= fd < 2**31:
            raise out_of_range("fd", ">= 0 && <= 2147483647", fd)
        try:
            if self._cold_state is not None:
                check_type(self._cold_state.kind, is_tcp(fd))
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
            self._read_flags |= READ_ENDED | END_EMITTED | NOT_READABLE
            self._flow_changed()
        if not writable:
            self._write_flags |= ENDING | FINISHED | NOT_WRITABLE
            self._update_write_target()

    def _adopt(self, handle: Handle) -> None:
        if self._socket_flags & ONREAD:
            self._cold_state.onread.attach(self, handle)
        handle.owner = self
        hold(handle)
        self._handle = handle
        self._update_write_target()
        if self._socket_flags & UNREFERENCED:
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
        **options: Unpack[ConnectKeywords],  # pyright: ignore[reportGeneralTypeIssues]
    ) -> Self: ...
    @overload
    def connect(
        self: Self,
        port: int | str,
        listener: Listener | None,
        /,
        **options: Unpack[ConnectKeywords],  # pyright: ignore[reportGeneralTypeIssues]
    ) -> Self: ...
    @overload
    def connect(
        self: Self,
        listener: Listener | None = ...,
        /,
        **options: Unpack[ConnectToPort],  # pyright: ignore[reportGeneralTypeIssues]
    ) -> Self: ...
    @overload
    def connect(
        self: Self,
        listener: Listener | None = ...,
        /,
        **options: Unpack[ConnectToPath],  # pyright: ignore[reportGeneralTypeIssues]
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
        check_caller(self)
        wanted.check(None if self._cold_state is None else self._cold_state.kind)
        return self._connect_to(wanted)

    def _connect_to(self: Self, wanted: ConnectOptions) -> Self:
        """Connects, with arguments that were checked."""
        check_caller(self)
        handle, kind = self._handle, TCP if wanted.path is None else Pipe
        if handle is not None and not isinstance(handle, kind):
            raise invalid_arg_value("options", wanted.path or wanted.port, "is for another handle")
        if CLIENT_SOCKET.active:
            CLIENT_SOCKET.publish(Message(socket=self))
        if self.destroyed:
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
        self._flags &= ~(DESTROYED | CLOSED | CLOSE_EMITTED | ERROR_EMITTED | ERROR_RETRIEVED)
        self._errored = None
        self._read_flags &= FLOWING | PAUSED | FLOW_STOPPED | READABLE_LISTENING
        self._write_flags = 0
        self._write_queue = None
        self._handle = None
        self._socket_flags &= ~(CONNECTING | RESETTING | PEER_ENDED | DESTROY_SOON | ENDED_FOR_PEER)
        self._peer = None
        if self._cold_state is not None:
            self._cold_state = self._cold_state.for_another_connect()
        if self._timeout is not None:  # it ended with the connection
            self.timeout, self._timeout = self.timeout, None

    def _connected(self) -> None:
        """The handle is connected: what waited goes on."""
        self._socket_flags &= ~CONNECTING
        handle = self._handle
        handle.owner = self
        self._update_write_target()
        if self._cold_state is not None:
            try:
                self._set_when_connected()
            except BaseException as error:  # of a method that was replaced
                self.destroy(interrupted(error))
                if not isinstance(error, Exception):
                    raise
                return
        if (
            self._write_flags & FINISHED
        ):  # by an end() before connect(): the peer has to see it, too
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
            if not self.destroyed and not self.is_paused():
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
        self._socket_flags &= ~CONNECTING
        self._stop_timer()
        if self._cold_state is not None and self._cold_state.attempts is not None:
            self._cold_state.attempts.cancel()
        handle, had_error = self._handle, error is not None
        if handle is not None and handle.stream_id is not None:
            reset = bool(self._socket_flags & RESETTING) and isinstance(handle, TCP)
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
            queue_tick(self, self._closed, had_error)
            self._leave_server()

    def _keep_counts(self, handle: Any) -> None:
        cold = self._cold()
        cold.bytes_read = handle.bytes_read
        cold.bytes_written = handle.bytes_written
        self._handle = None

    def _leave_server(self) -> None:
        if self._server is not None and not self._socket_flags & LEFT_SERVER:
            self._socket_flags |= LEFT_SERVER
            self._server._connection_closed()

    def _closed(self, had_error: bool) -> None:
        """The handle is gone: what was being written was not."""
        queue = self._write_queue
        if self._socket_flags & HANDLE_WRITING and queue is not None:
            self._socket_flags &= ~HANDLE_WRITING
            self._write_flags &= ~WRITING
            current, queue.in_flight = queue.in_flight, []
            queue.length -= sum(entry.length for entry in current)
            queue.pending_callbacks -= 1
            again = bound_to(self, self._emit_closed)
            queue_close_now(self, lambda: again(had_error))
            self._call_back(current, self._errored or destroyed_error("write"))
            self._fail_waiting()
            return
        self._emit_closed(had_error)

    def _emit_close(self) -> None:
        self._flags |= CLOSE_EMITTED  # it is, once the handle is gone

    def _emit_closed(self, had_error: bool) -> None:
        self._flags |= CLOSE_EMITTED
        try:
            self.emit("close", had_error)
        finally:
            self._end_close()

    def _let_go(self) -> None:
        if self._cold_state is not None:
            self._cold_state.let_go()
        HandleStream._let_go(self)

    def destroy_soon(self) -> None:
        """Destroys the socket once all is written (manual: socket.destroySoon())."""
        check_caller(self)
        if self.writable:
            self.end()
        if self._write_flags & FINISHED:
            self.destroy()
        else:
            self._socket_flags |= DESTROY_SOON

    def reset_and_destroy(self: Self) -> Self:
        """Closes a TCP connection with RST (manual: socket.resetAndDestroy()).

        While connecting it waits for the connection. Raises
        ``ERR_INVALID_HANDLE_TYPE`` on a pipe; without a connection the socket is
        destroyed with ``ERR_SOCKET_CLOSED``.
        """
        check_caller(self)
        if self._handle is None:
            self.destroy(socket_closed())
        elif not isinstance(self._handle, TCP):
            raise ArgumentTypeError("ERR_INVALID_HANDLE_TYPE", "This handle type cannot be sent")
        elif self._socket_flags & CONNECTING:
            AtConnect(self, self._reset)
        else:
            self._reset()
        return self

    def _reset(self) -> None:
        self._socket_flags |= RESETTING
        self.destroy()

    # -- what it is ----------------------------------------------------------------------

    @property
    def server(self) -> Any:
        """The server that accepted this socket, or None; it stays after ``"close"``."""
        return self._server

    @property
    def pending(self) -> bool:
        """Whether the socket is not connected (yet) (manual: socket.pending)."""
        return self._handle is None or self.connecting

    @property
    def ready_state(self) -> str:
        """``"opening"``, ``"open"``, ``"readOnly"``, ``"writeOnly"`` or ``"closed"``
        (manual: socket.readyState).
        """
        if self.connecting:
            return "opening"
        if self.readable and self.writable:
            return "open"
        if self.readable:
            return "readOnly"
        return "writeOnly" if self.writable else "closed"

    @property
    def auto_select_family_attempted_addresses(self) -> list[str] | None:
        """``"address:port"`` of each attempt of the last connect(), or None.

        Only with family auto-selection, and more than one address
        (manual: socket.autoSelectFamilyAttemptedAddresses).
        """
        return None if self._cold_state is None else self._cold_state.attempted_addresses

    @property
    def timeout(self) -> float | None:
        """The milliseconds given to ``set_timeout``, or None (manual: socket.timeout).

        As in Node it can be assigned, which sets nothing else.
        """
        if self._cold_state is not None and self._cold_state.shown_timeout is not UNSET:
            shown: float | None = self._cold_state.shown_timeout
            return shown
        return self._timeout

    @timeout.setter
    def timeout(self, value: float | None) -> None:
        self._cold().shown_timeout = value

    @property
    def buffer_size(self) -> int | None:
        """Bytes queued for writing; None without a connection (manual: socket.bufferSize).

        Deprecated by the manual: ``writable_length`` is the same.
        """
        return None if self._handle is None else self.writable_length

    def address(self) -> Address | None:
        """The local ``(address, family, port)``, or None (manual: socket.address())."""
        if not isinstance(self._handle, TCP):
            return None
        try:
            return self._handle.getsockname()
        except OSError:  # not bound yet
            return None

    def _handle_abandoned(self) -> None:
        """The loop closes: what the properties give now is what they give from now on."""
        self._cold().local = self.address()
        self._peer_address()

    def _local_address(self) -> Address | None:
        kept: Address | None = None if self._cold_state is None else self._cold_state.local
        return self.address() if kept is None else kept

    def _peer_address(self) -> Address | None:
        if is_closed(self):
            return self._peer
        if self._peer is None and isinstance(self._handle, TCP) and not self.connecting:
            try:
                self._peer = self._handle.getpeername()
            except OSError:  # the peer is gone
                return None
        return self._peer

    @property
    def local_address(self) -> str | None:
        """The local IP address (manual: socket.localAddress)."""
        local = self._local_address()
        return local.address if local else None

    @property
    def local_port(self) -> int | None:
        """The local port (manual: socket.localPort)."""
        local = self._local_address()
        return local.port if local else None

    @property
    def local_family(self) -> str | None:
        """``"IPv4"`` or ``"IPv6"`` (manual: socket.localFamily)."""
        local = self._local_address()
        return local.family if local else None

    @property
    def remote_address(self) -> str | None:
        """The peer's IP address, None once it is destroyed (manual: socket.remoteAddress)."""
        peer = self._peer_address()
        return peer.address if peer else None

    @property
    def remote_port(self) -> int | None:
        """The peer's port, None once it is destroyed (manual: socket.remotePort)."""
        peer = self._peer_address()
        return peer.port if peer else None

    @property
    def remote_family(self) -> str | None:
        """``"IPv4"`` or ``"IPv6"``, None once the socket is destroyed
        (manual: socket.remoteFamily).
        """
        peer = self._peer_address()
        return peer.family if peer else None

    # -- options -------------------------------------------------------------------------

    def set_timeout(self: Self, timeout: float, callback: Listener | None = None) -> Self:
        """Emits ``"timeout"`` after so long without activity (manual: socket.setTimeout()).

        ``timeout``: milliseconds; 0 (as at first) turns it off. The connection stays: whoever
        listens ends or destroys it. ``callback`` is added to ``"timeout"``, once; with 0 it is
        taken off. What is above 2**31-1 warns (``TimeoutOverflowWarning``), and is that. Returns
        the socket. Raises ``ERR_INVALID_ARG_TYPE``, ``ERR_OUT_OF_RANGE``.
        """
        if self.destroyed:
            return self
        milliseconds = check_duration(timeout)
        options.check_optional(callback)
        if milliseconds and callback is not None:
            check_listener(callback)
        check_caller(self)
        self._start_timeout(milliseconds)
        self._timeout = timeout
        if self._cold_state is not None:
            self._cold_state.shown_timeout = UNSET
        if callback is not None:
            if milliseconds:
                self.once("timeout", callback)
            else:
                self.remove_listener("timeout", callback)
        return self

    def _start_timeout(self, milliseconds: float | None) -> None:
        """Starts, or stops, the idle timeout: the handle's, or a timer before there is one."""
        delay = min(max(1, int(milliseconds)), LONGEST_DELAY) if milliseconds else 0
        timer = None
        if self._handle is not None and self._handle.stream_id is not None:
            if delay or self._handle.timed:
                self._handle.set_timeout(delay)
        elif delay:
            emit = bound_to(self, self._handle_timeout)
            timer = start_timer(self, emit, delay).unref()
        self._stop_timer()
        if timer is not None:
            self._cold().timer = timer

    def _stop_timer(self) -> None:
        if self._cold_state is not None and self._cold_state.timer is not None:
            timer, self._cold_state.timer = self._cold_state.timer, None
            timer.close()

    def _handle_timeout(self) -> None:
        self.emit("timeout")

    def set_no_delay(self: Self, no_delay: bool = True) -> Self:
        """Turns Nagle's algorithm off (manual: socket.setNoDelay()).

        ``no_delay`` (True): False turns it on again. Before there is a connection it is kept for
        it; a Unix socket takes and ignores it. What changes nothing does not reach the handle.
        Returns the socket.
        """
        on = options.truth(no_delay, "no_delay", default=True)
        check_caller(self)
        if self._handle is None:
            self._cold().no_delay = on
        elif self._takes("set_no_delay") and on != self._has_no_delay():
            self._set_option("no_delay", on, on)
        return self

    def _has_no_delay(self) -> bool:
        """As it was last asked for, here or by the options of the server."""
        asked = None if self._cold_state is None else self._cold_state.no_delay
        return bool(given_option(self._handle, "set_no_delay") if asked is None else asked)

    def set_keep_alive(self: Self, enable: bool = False, initial_delay: float = 0) -> Self:
        """Turns keep-alive on or off (manual: socket.setKeepAlive()).

        ``enable`` (False): which. ``initial_delay``: milliseconds of idleness before the first
        probe, in whole seconds; 0 (the default) leaves the system's. Up to ten probes are sent, a
        second apart. Before there is a connection it is kept for it. What changes nothing does
        not reach the handle. Returns the socket. Raises ``ERR_INVALID_ARG_TYPE``.
        """
        on = options.truth(enable, "enable")
        seconds = options.seconds_of(options.check_number(initial_delay, "initial_delay"))
        check_caller(self)
        wanted = seconds if on else OFF
        if self._handle is None:
            self._cold().keep_alive = wanted
        elif self._takes("set_keep_alive") and wanted != self._has_keep_alive():
            self._set_option("keep_alive", wanted, on, seconds)
        return self

    def _has_keep_alive(self) -> int:
        """Its seconds as they were last asked for, here or by the options of the server."""
        asked: int | None = None if self._cold_state is None else self._cold_state.keep_alive
        if asked is not None:
            return asked
        given = given_option(self._handle, "set_keep_alive")
        return int(given[1]) if given else OFF

    def _set_when_connected(self) -> None:
        """Has the handle do what was asked for before."""
        cold = self._cold_state
        if cold.no_delay and self._takes("set_no_delay"):
            self._ask_handle("set_no_delay", True)
        if cold.keep_alive not in (None, OFF) and self._takes("set_keep_alive"):
            self._ask_handle("set_keep_alive", True, cold.keep_alive)

    def _set_option(self, name: str, value: int, *arguments: Any) -> None:
        """Known before the handle's method is called, which may ask for the same."""
        cold = self._cold()
        before = getattr(cold, name)
        setattr(cold, name, value)
        try:
            self._ask_handle(f"set_{name}", *arguments)
        except BaseException:
            setattr(cold, name, before)
            raise

    def _takes(self, name: str) -> bool:
        """Whether the handle has such an option; one may have been taken from it."""
        return isinstance(self._handle, TCP) and getattr(self._handle, name) is not None

    def _ask_handle(self, name: str, *arguments: Any) -> None:
        """As in Node what the system refuses fails nothing, nor does a handle that is closed."""
        with suppress(OSError):
            getattr(self._handle, name)(*arguments)

    def ref(self: Self) -> Self:
        """Lets the socket keep the loop running, the default (manual: socket.ref()). Returns it."""
        check_caller(self)
        if self._handle is not None:
            self._ask_handle("ref")
        self._socket_flags &= ~UNREFERENCED
        return self

    def unref(self: Self) -> Self:
        """Lets the loop end while this socket is open (manual: socket.unref()). Returns it."""
        check_caller(self)
        if self._handle is not None:
            self._ask_handle("unref")
        self._socket_flags |= UNREFERENCED
        return self

    def _handle_cancelled(self) -> None:
        """If somebody else has closed the handle the timeout runs on without it."""
        if not self.destroyed:
            self._start_timeout(self._timeout)
        HandleStream._handle_cancelled(self)

    # -- awaits --------------------------------------------------------------------------
    #
    # Each may be cancelled: no byte is lost, and the next one works. An await raises what
    # "error" would say, also an error that came before it; such an error needs no listener.
    # Outside asyncio, and for a socket of another loop, it is ERR_ASYNC_OUTSIDE_ASYNCIO.

    def __await__(self: Self) -> Generator[Any, None, Self]:
        """``socket = await netuv.connect(8124)``: waits for ``"connect"``; the socket.

        Raises what ``"error"`` would say, ``ERR_SOCKET_CLOSED_BEFORE_CONNECTION`` if it is
        closed before, ``ERR_SOCKET_CLOSED`` if it does not connect. A wait that is cancelled
        destroys the socket, of several the last one: nobody would have it.
        """
        claims.begun(self)
        return claims.connected(self).__await__()

    @property
    def _asyncio_future_blocking(self) -> None:
        """None: it is no future. asyncio asks before it makes a task of the socket."""
        if self.connecting:
            claims.offer(self, self.destroy)

    async def __aenter__(self: Self) -> Self:
        """``async with netuv.connect(8124) as socket``: connected inside, closed after it."""
        try:
            return await self
        except BaseException:
            self.destroy()
            raise

    async def __aexit__(self, kind: object, error: object, trace: object) -> None:
        """Sends what is queued, closes and waits for ``"close"``; after an exception at once."""
        await waits.leave_socket(self, kind is not None)

    async def drain(self) -> None:
        """Waits while more than ``writable_high_water_mark`` bytes are queued.

        Any number of tasks may. Raises the socket's error, or ``ERR_STREAM_DESTROYED``.
        """
        if not self._write_target or self._flags & ERROR_UNRETRIEVED:
            await waits.drain(self)

    async def read_exactly(self, n: int) -> Any:
        """Waits for ``n`` bytes, and takes them; characters, if there is an encoding.

        Raises ``asyncio.IncompleteReadError`` at the end of the data, with what is left as
        its ``partial``; the socket's error; ``ERR_STREAM_PREMATURE_CLOSE`` when destroyed.
        """
        return await _reader.read_exactly(self, n)

    async def read_until(self, separator: Any, limit: int = _reader.DEFAULT_LIMIT) -> Any:
        """Waits for ``separator``, and takes all up to and with it.

        ``limit`` (bytes, 64 KiB): of what comes before it. Beyond that
        ``asyncio.LimitOverrunError``, and nothing is taken; the rest as ``read_exactly``.
        ``separator`` is a ``str`` if there is an encoding.
        """
        return await _reader.read_until(self, separator, limit)

    async def read_line(self, limit: int = _reader.DEFAULT_LIMIT) -> Any:
        """Waits for a line, and takes it with its newline; the last one may have none.

        Empty at the end. ``limit`` (bytes, 64 KiB) and errors as in ``read_until``.
        """
        return await _reader.read_line(self, limit)


@overload
def create_connection(
    port: int | str,
    host: str | None = ...,
    listener: Listener | None = ...,
    /,
    **options: Unpack[CreateKeywords],  # pyright: ignore[reportGeneralTypeIssues]
) -> Socket: ...
@overload
def create_connection(
    port: int | str,
    listener: Listener | None,
    /,
    **options: Unpack[CreateKeywords],  # pyright: ignore[reportGeneralTypeIssues]
) -> Socket: ...
@overload
def create_connection(
    listener: Listener | None = ...,
    /,
    **options: Unpack[CreateToPort],  # pyright: ignore[reportGeneralTypeIssues]
) -> Socket: ...
@overload
def create_connection(
    listener: Listener | None = ...,
    /,
    **options: Unpack[CreateToPath],  # pyright: ignore[reportGeneralTypeIssues]
) -> Socket: ...
def create_connection(*args: Any, **keywords: Any) -> Socket:
    """A new Socket that connects (manual: net.createConnection()); ``connect`` is the same.

    - ``connect(port, host, listener)``: TCP; ``host`` is ``"localhost"`` by default.
    - ``connect(path, listener)``: a Unix domain socket.
    - ``connect(listener, port=, …)``: the same as keywords.

    The socket's own: ``fd``, ``handle``, ``readable``, ``writable``, ``allow_half_open``
    (False), ``high_water_mark`` (bytes, 16 KiB), ``signal``, ``type``: see ``netuv.Socket``.
    ``timeout``: milliseconds for ``set_timeout``, called before connecting.

    Those of ``netuv.Socket.connect``, which has more about them: ``port``, ``host``, ``path``,
    ``local_address``, ``local_port``, ``family``, ``hints``, ``lookup``, ``no_delay``,
    ``keep_alive``, ``keep_alive_initial_delay`` (milliseconds), ``auto_select_family``,
    ``auto_select_family_attempt_timeout`` (milliseconds), ``block_list``, ``onread``,
    ``listener``.

    Returns the socket. Emits and raises what ``netuv.Socket.connect`` does, and raises what
    ``netuv.Socket`` does (manual: net.connect()).
    """
    names = "fd handle readable writable allow_half_open high_water_mark signal type".split()
    made = {name: keywords.pop(name) for name in names if name in keywords}
    timeout = keywords.pop("timeout", None)
    wanted = ConnectOptions(args, keywords)
    wanted.check(made.get("type"))
    if timeout is not None:
        options.check_timeout(timeout)
    socket = Socket(**made)
    if timeout:
        socket.set_timeout(timeout)
    return socket._connect_to(wanted)


connect = create_connection


lane.install_write(Socket)
