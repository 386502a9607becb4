"""TCP and Pipe: the core's handles as Python objects. No emitter, no buffering.

A handle tells its ``owner`` what happens, by the methods of ``Owner``; its data
goes to the loop's sink for its slot. Methods raise ``OSError``.
"""

from __future__ import annotations

import os
from typing import Any, Callable, Protocol, Union

from . import _lane
from ._address import Address, from_core
from ._loop import Loop, get_loop
from ._native import check, exception, ffi, lib

BytesLike = Union[bytes, bytearray, memoryview]


class Owner(Protocol):
    """What is told of a handle's events; ``status`` is 0 or a negative error."""

    def _handle_end(self) -> None: ...
    def _handle_read_error(self, status: int) -> None: ...
    def _handle_connect(self, status: int) -> None: ...
    def _handle_connection(self, handle: Handle) -> None: ...
    def _handle_drop(self, handle: Handle) -> None: ...
    def _handle_accept_error(self, status: int) -> None: ...
    def _handle_written(self, status: int) -> None: ...
    def _handle_shutdown(self, status: int) -> None: ...
    def _handle_timeout(self) -> None: ...


class Handle:
    """What TCP and Pipe share. A handle is open until ``close()`` or ``reset()``."""

    __slots__ = ("_loop", "_stream", "owner", "fast", "reading", "timed", "_kept")

    _KIND = 0

    def __init__(self, loop: Loop | None = None, *, accepted: Any = None) -> None:
        self._loop = loop or get_loop()
        if accepted is None:
            accepted = lib.nuv_stream_new(self._loop._pointer(), self._KIND)
            if accepted == ffi.NULL:
                raise MemoryError("netuv: no memory for a handle")
        self._stream = accepted
        self.owner: Any = None
        self.fast: Any = _lane.open_stream(accepted)  # what the lane writes to
        self.reading = False
        self.timed = False
        self._kept: Any = None  # the memory of the queued write
        self._loop._register(self._slot, lib.nuv_stream_generation(accepted), self)

    @property
    def _slot(self) -> int:
        slot: int = lib.nuv_stream_slot(self._stream)
        return slot

    def _open_stream(self) -> Any:
        if self.fast is None:
            raise exception(_EBADF, "handle")
        return self._stream

    # -- events ------------------------------------------------------------------------

    def _on_event(self, kind: int, a: int) -> None:
        if kind == lib.NUV_EV_CLOSED:
            self._loop._unregister(self._slot)
            check(lib.nuv_stream_free(self._stream))
            self._stream = None
            return
        method = _METHODS[kind]
        method(self, a)

    def _tell_end(self, _: int) -> None:
        self.owner._handle_end()

    def _tell_read_error(self, status: int) -> None:
        self.owner._handle_read_error(status)

    def _tell_connect(self, status: int) -> None:
        self.owner._handle_connect(status)

    def _tell_connection(self, address: int) -> None:
        self.owner._handle_connection(self._claim(address))

    def _tell_drop(self, address: int) -> None:
        self.owner._handle_drop(self._claim(address))

    def _tell_accept_error(self, status: int) -> None:
        self.owner._handle_accept_error(status)

    def _tell_written(self, status: int) -> None:
        self._kept = None
        self.owner._handle_written(status)

    def _tell_shutdown(self, status: int) -> None:
        self.owner._handle_shutdown(status)

    def _on_timer(self) -> None:
        self.owner._handle_timeout()

    def _claim(self, address: int) -> Handle:
        stream = ffi.cast("nuv_stream *", address)
        check(lib.nuv_stream_claim(stream))
        return type(self)(self._loop, accepted=stream)

    def _abandon(self) -> None:
        self.fast = None
        self._kept = None

    # -- both kinds --------------------------------------------------------------------

    def set_sink(self, sink: Callable[[bytes], Any]) -> None:
        """Sends what is read to ``sink``."""
        if self.fast is not None:
            self._loop._sinks[self._slot] = sink

    def listen(
        self,
        backlog: int,
        *,
        paused: bool = False,
        no_delay: bool = False,
        keep_alive: bool = False,
        keep_alive_delay: int = 0,
    ) -> None:
        """Accepts connections; the options are set on each before anybody hears of it."""
        flags = (
            paused * lib.NUV_LISTEN_PAUSED
            | no_delay * lib.NUV_LISTEN_NO_DELAY
            | keep_alive * lib.NUV_LISTEN_KEEP_ALIVE
        )
        stream = self._open_stream()
        check(lib.nuv_stream_listen(stream, backlog, flags, keep_alive_delay), "listen")

    def set_max_connections(self, count: int) -> None:
        """Drops connections while ``count`` accepted ones are open; -1: no limit."""
        check(lib.nuv_stream_set_max_connections(self._open_stream(), count))

    def set_accepting(self, on: bool) -> None:
        """Whether a listener accepts; who connects while it does not waits."""
        check(lib.nuv_stream_set_accepting(self._open_stream(), on))

    def read_start(self) -> None:
        """Starts reading."""
        check(lib.nuv_stream_read_start(self._open_stream()), "read")
        self.reading = True

    def read_stop(self) -> None:
        """Stops reading; what was read already still comes."""
        self.reading = False
        check(lib.nuv_stream_read_stop(self._open_stream()), "read")

    def write(self, chunks: list[Any]) -> bool:
        """Writes bytes-like objects; False when some of it is queued: the owner hears later."""
        stream = self._open_stream()
        keep = all(type(chunk) is bytes for chunk in chunks)
        buffers = [ffi.from_buffer(chunk) for chunk in chunks]
        pointers = ffi.new("const char *[]", [ffi.cast("const char *", b) for b in buffers])
        lengths = ffi.new("int64_t[]", [len(buffer) for buffer in buffers])
        flags = lib.NUV_WRITE_NOTIFY | (0 if keep else lib.NUV_WRITE_COPY)
        queued = check(
            lib.nuv_stream_write(stream, pointers, lengths, len(buffers), flags, 0), "write"
        )
        if queued and keep:
            self._kept = buffers
        return not queued

    def shutdown(self) -> None:
        """Ends the writing side after what is queued."""
        self._loop._settle = True
        check(lib.nuv_stream_shutdown(self._open_stream()), "shutdown")

    def close(self, callback: Callable[[], None] | None = None) -> None:
        """Closes; ``callback`` is called in the close phase of this turn. Once: then nothing."""
        if self.fast is None:
            return
        self._loop._dispatcher.sync()
        self._closed(check(lib.nuv_stream_close(self._stream), "close"), callback)

    def reset(self, callback: Callable[[], None] | None = None) -> None:
        """As ``close``, but the peer gets RST."""
        self._loop._dispatcher.sync()
        self._closed(check(lib.nuv_stream_reset(self._open_stream()), "reset"), callback)

    def _closed(self, generation: int, callback: Callable[[], None] | None) -> None:
        self._count_timeout(False)
        self._loop._generations[self._slot] = generation
        self._loop._sinks[self._slot] = _lane.ignore
        self.fast = None
        self._kept = None
        if callback is not None:
            self._loop._when_closed(callback)

    def set_timeout(self, milliseconds: int) -> None:
        """Tells the owner after so long without a read or write; 0: never."""
        check(lib.nuv_stream_set_timeout(self._open_stream(), milliseconds))
        self._count_timeout(milliseconds > 0)

    def _count_timeout(self, on: bool) -> None:
        self._loop._timers += on - self.timed
        self.timed = on

    def touch(self) -> None:
        """Counts as activity for the timeout."""
        check(lib.nuv_stream_touch(self._open_stream()))

    def ref(self) -> None:
        """Keeps the loop running (the default)."""
        check(lib.nuv_stream_set_ref(self._open_stream(), True))

    def unref(self) -> None:
        """Lets the loop end while this is open."""
        check(lib.nuv_stream_set_ref(self._open_stream(), False))

    def has_ref(self) -> bool:
        """Whether it keeps the loop running."""
        return self.fast is not None and bool(check(lib.nuv_stream_get_ref(self._stream)))

    @property
    def fd(self) -> int:
        """The descriptor, -1 if there is none."""
        if self.fast is None:
            return -1
        descriptor: int = lib.nuv_stream_get_fd(self._stream)
        return descriptor if descriptor >= 0 else -1

    @property
    def bytes_read(self) -> int:
        """Bytes read and told so far."""
        self._loop._dispatcher.sync()
        return check(lib.nuv_stream_get_bytes_read(self._open_stream()))

    @property
    def bytes_written(self) -> int:
        """Bytes handed over for writing so far."""
        return check(lib.nuv_stream_get_bytes_written(self._open_stream()))

    @property
    def write_queue_size(self) -> int:
        """Bytes queued in user memory."""
        return check(lib.nuv_stream_queue_size(self._open_stream()))


class TCP(Handle):
    """A TCP socket: connection or listener."""

    __slots__ = ()
    _KIND: int = lib.NUV_TCP

    def open(self, fd: int) -> None:
        """Takes over the descriptor of a TCP socket."""
        check(lib.nuv_tcp_open(self._open_stream(), fd), "open")

    def bind(self, address: str, port: int, *, ipv6_only: bool = False) -> None:
        """Binds to a literal address."""
        flags = lib.NUV_BIND_IPV6_ONLY if ipv6_only else 0
        check(lib.nuv_tcp_bind(self._open_stream(), address.encode(), port, flags), "bind")

    def connect(self, address: str, port: int) -> None:
        """Connects to a literal address; the owner hears."""
        check(lib.nuv_tcp_connect(self._open_stream(), address.encode(), port), "connect")

    def getsockname(self) -> Address:
        """The local address."""
        return self._name(lib.nuv_tcp_get_sockname, "getsockname")

    def getpeername(self) -> Address:
        """The peer's address."""
        return self._name(lib.nuv_tcp_get_peername, "getpeername")

    def _name(self, get: Any, syscall: str) -> Address:
        address = ffi.new("nuv_address *")
        check(get(self._open_stream(), address), syscall)
        return from_core(address)

    def set_no_delay(self, on: bool) -> None:
        """TCP_NODELAY, now or once there is a descriptor."""
        check(lib.nuv_tcp_set_no_delay(self._open_stream(), on), "setNoDelay")

    def set_keep_alive(self, on: bool, seconds: int = 0) -> None:
        """Keep-alive as Node sets it, now or once there is a descriptor."""
        check(lib.nuv_tcp_set_keep_alive(self._open_stream(), on, seconds), "setKeepAlive")


class Pipe(Handle):
    """A Unix domain socket: connection or listener."""

    __slots__ = ()
    _KIND: int = lib.NUV_PIPE

    READABLE: int = lib.NUV_PIPE_READABLE
    WRITABLE: int = lib.NUV_PIPE_WRITABLE

    def open(self, fd: int) -> None:
        """Takes over the descriptor of a Unix domain socket or a pipe."""
        check(lib.nuv_pipe_open(self._open_stream(), fd), "open")

    def bind(self, path: str) -> None:
        """Binds to a path; the file is unlinked by ``close()``."""
        name = os.fsencode(path)
        check(lib.nuv_pipe_bind(self._open_stream(), name, len(name)), "bind")

    def fchmod(self, mode: int) -> None:
        """Lets all users read from it, write to it: ``READABLE``, ``WRITABLE`` or both."""
        check(lib.nuv_pipe_chmod(self._open_stream(), mode), "fchmod")

    def getsockname(self) -> str:
        """The path it is bound to, "" if it is not."""
        return self._name(lib.nuv_pipe_get_sockname, "getsockname")

    def getpeername(self) -> str:
        """The path the peer is bound to, "" if it is not."""
        return self._name(lib.nuv_pipe_get_peername, "getpeername")

    def _name(self, get: Any, syscall: str) -> str:
        path = ffi.new("char[]", LONGEST_PATH)
        length = check(get(self._open_stream(), path, LONGEST_PATH), syscall)
        return os.fsdecode(ffi.unpack(path, length))

    def connect(self, path: str) -> None:
        """Connects to a path; the owner hears."""
        self._loop._settle = True
        name = os.fsencode(path)
        check(lib.nuv_pipe_connect(self._open_stream(), name, len(name)), "connect")


_EBADF: int = -9
LONGEST_PATH = 4096  # bytes; more than any system's
_METHODS: dict[int, Callable[[Any, int], None]] = {
    lib.NUV_EV_END: Handle._tell_end,
    lib.NUV_EV_READ_ERROR: Handle._tell_read_error,
    lib.NUV_EV_CONNECT: Handle._tell_connect,
    lib.NUV_EV_CONNECTION: Handle._tell_connection,
    lib.NUV_EV_DROP: Handle._tell_drop,
    lib.NUV_EV_ACCEPT_ERROR: Handle._tell_accept_error,
    lib.NUV_EV_WRITTEN: Handle._tell_written,
    lib.NUV_EV_SHUTDOWN: Handle._tell_shutdown,
}


def open_fd(fd: int) -> Handle:
    """A handle for a descriptor, of the kind it is."""
    kind = check(lib.nuv_fd_kind(fd), "open")
    handle: TCP | Pipe = TCP() if kind == lib.NUV_TCP else Pipe()
    try:
        handle.open(fd)
    except OSError:
        handle.close()
        raise
    return handle
