"""What a Socket holds, and the properties that tell of it."""

from __future__ import annotations

from typing import Any

from .._handles.kinds import TCP
from .._native.address import Address
from ..stream._base import Done
from ..stream._duplex import Duplex
from ..stream._state import DATA_EMITTED

# Bits of _state
CONNECTING = 1
RESETTING = 2  # close with RST
UNREFERENCED = 4
EMIT_REPLACED = 8  # somebody assigned their own emit
PEER_ENDED = 16  # and half-open is not allowed: a write after our end tells so
HANDLE_WRITING = 32  # the handle has a write queued
ONREAD = 64  # what is read goes into the user's buffer
DESTROY_SOON = 128  # once all is written
ENDED_FOR_PEER = 256  # it ended because its peer had: nobody here has called end()
LEFT_SERVER = 512  # its server counts it no more

OFF = -1  # no seconds
UNSET = object()


class Extra:
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

    def for_another_connect(self) -> Extra:
        """What a closed socket keeps when it connects again."""
        extra = Extra()
        extra.kind = self.kind
        extra.onread = self.onread
        extra.no_delay = self.no_delay
        extra.keep_alive = self.keep_alive
        extra.shown_timeout = self.shown_timeout
        return extra


class SocketState(Duplex):
    """The state of a Socket."""

    __slots__ = ("_handle", "_fast", "_server", "_state", "_timeout", "_extra", "_peer")

    _handle: Any
    _fast: int  # the core's id of the stream while bytes may go straight there, or 0
    _server: Any
    _state: int
    _timeout: float | None
    _extra: Any  # an Extra, once it is needed
    _peer: Address | None

    def _more(self) -> Extra:
        extra = self._extra
        if extra is None:
            extra = self._extra = Extra()
        result: Extra = extra
        return result

    @property
    def readable_did_read(self) -> bool:
        """Whether ``"data"`` was emitted."""
        # On the fast path nobody but the handle counts.
        if self._r & DATA_EMITTED or self._state & ONREAD:
            return bool(self._r & DATA_EMITTED)
        return self.bytes_read > self.readable_length

    @property
    def server(self) -> Any:
        """The server that accepted this socket, or None; it stays after ``"close"``."""
        return self._server

    @property
    def connecting(self) -> bool:
        """Whether ``connect()`` was called and has not finished (manual: socket.connecting)."""
        return bool(self._state & CONNECTING)

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
        return None if self._extra is None else self._extra.attempted_addresses

    @property
    def timeout(self) -> float | None:
        """The milliseconds given to ``set_timeout``, or None (manual: socket.timeout).

        As in Node it can be assigned, which sets nothing else.
        """
        if self._extra is not None and self._extra.shown_timeout is not UNSET:
            shown: float | None = self._extra.shown_timeout
            return shown
        return self._timeout

    @timeout.setter
    def timeout(self, value: float | None) -> None:
        self._more().shown_timeout = value

    @property
    def bytes_read(self) -> int:
        """Bytes received (manual: socket.bytesRead)."""
        if self._handle is not None:
            count: int = self._handle.bytes_read
            return count
        return 0 if self._extra is None else self._extra.bytes_read

    @property
    def bytes_written(self) -> int:
        """Bytes sent, and those queued (manual: socket.bytesWritten)."""
        queue = self._wq
        waiting = 0 if queue is None else sum(entry.length for entry in queue.waiting)
        if queue is not None and self._state & CONNECTING:
            waiting += sum(entry.length for entry in queue.current)
        if self._handle is not None:
            count: int = self._handle.bytes_written
            return count + waiting
        return waiting + (0 if self._extra is None else self._extra.bytes_written)

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
        self._more().local = self.address()
        self._peer_address()

    def _local_address(self) -> Address | None:
        kept: Address | None = None if self._extra is None else self._extra.local
        return self.address() if kept is None else kept

    def _peer_address(self) -> Address | None:
        if self._loop._core is None:
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
