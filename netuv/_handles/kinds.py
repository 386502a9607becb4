"""TCP and Pipe: the two kinds of handles, and what is special to each."""

from __future__ import annotations

import os
import stat
from typing import Any, Callable, Union

from .._native.address import Address, from_core
from .._native.binding import check, exception, ffi, lib
from .._util import validators as options
from .._util.errors import invalid_arg_type, system_error
from . import overrides
from .base import Done, Handle, close_surely

__all__ = ["TCP", "Handle", "Pipe", "close_surely", "fd_type", "is_tcp", "open_fd"]

Path = Union[str, bytes, "os.PathLike[str]", "os.PathLike[bytes]"]


class TCP(Handle):
    """A TCP socket: a connection or a listener; Node's ``TCPWrap``.

    ``loop``: the loop it belongs to; the thread's current one by default. ``accepted``:
    see ``Handle``. Addresses are literal, names are for ``netuv.dns.lookup``. It may be
    subclassed; a method that is overridden, or replaced on the class or on one handle, is
    the one that a Socket or Server calls.
    """

    __slots__ = ()
    _KIND: int = lib.NUV_TCP

    def open(self, fd: int) -> None:
        """Takes over the descriptor ``fd`` of a TCP socket; ``close()`` closes it.

        Raises ``OSError``: ``EINVAL`` (no TCP socket), ``EBADF``, ``EEXIST`` (in use by
        another handle of the loop), ``EBUSY`` (this handle has one).
        """
        _open(self, fd, lib.nuv_tcp_open)

    def bind(self, address: str, port: int = 0, *, ipv6_only: bool = False) -> None:
        """Binds to a literal ``address`` and a ``port`` (0, the default: any free one).

        ``ipv6_only`` (False): on ``"::"``, take no IPv4 connections. Raises ``OSError``:
        ``EADDRNOTAVAIL``, ``EACCES``, ``EINVAL`` (no address, or bound already), ``EBADF``;
        ``EADDRINUSE`` may come from ``listen()`` or ``connect()`` only.
        """
        flags = lib.NUV_BIND_IPV6_ONLY if options.truth(ipv6_only, "ipv6_only") else 0
        name, number = _place("bind", address, port)
        result = lib.nuv_tcp_bind(self._open_stream("bind"), name, number, flags)
        if result < 0:
            raise exception(result, "bind", address=address, port=number)

    def connect(self, address: str, port: int, on_connect: Done | None = None) -> None:
        """Connects to a literal ``address`` and a ``port``.

        ``on_connect(error)`` is called with None, or with the error: ``ECONNREFUSED``,
        ``ETIMEDOUT``, ``ECANCELED`` (closed meanwhile). Without it a failure comes out of
        ``run()``. Raises ``OSError``: ``EINVAL`` (no literal address), ``EBADF``,
        ``EALREADY``, ``ENETUNREACH`` and what else the system knows at once;
        ``ERR_SOCKET_BAD_PORT``, ``ERR_INVALID_ARG_TYPE``.
        """
        self._check_callback(on_connect, "on_connect")
        name, number = _place("connect", address, port)
        result = lib.nuv_tcp_connect(self._open_stream("connect"), name, number)
        if result < 0:
            raise exception(result, "connect", address=address, port=number)
        self._connects(on_connect, address=address, port=number)

    def getsockname(self) -> Address:
        """The local ``(address, family, port)``. Raises ``OSError``, ``EBADF`` without one."""
        return self._name(lib.nuv_tcp_get_sockname, "getsockname")

    def getpeername(self) -> Address:
        """The peer's ``(address, family, port)``. Raises ``OSError``: ``ENOTCONN``, ``EBADF``."""
        return self._name(lib.nuv_tcp_get_peername, "getpeername")

    def _name(self, get: Any, syscall: str) -> Address:
        address = ffi.new("nuv_address *")
        check(get(self._open_stream(syscall), address), syscall)
        return from_core(address)

    def set_no_delay(self, on: bool = True) -> None:
        """Turns Nagle's algorithm off (``on``, True) or on (False): TCP_NODELAY.

        Now, or once there is a descriptor. Raises ``OSError``: ``EBADF`` (closed).
        """
        wanted = options.truth(on, "on")
        check(lib.nuv_tcp_set_no_delay(self._open_stream("setNoDelay"), wanted), "setNoDelay")

    def set_keep_alive(self, on: bool, seconds: int = 0) -> None:
        """Turns keep-alive on or off, now, or once there is a descriptor.

        ``seconds`` (0: the system's): of idleness before the first probe; up to ten are
        sent, a second apart. At most 32767. Raises ``OSError``: ``EBADF`` (closed);
        ``ERR_INVALID_ARG_TYPE``, ``ERR_OUT_OF_RANGE``.
        """
        wanted = options.truth(on, "on")
        delay = options.check_integer(seconds, "seconds", 0, options.LONGEST_KEEP_ALIVE)
        stream = self._open_stream("setKeepAlive")
        check(lib.nuv_tcp_set_keep_alive(stream, wanted, delay), "setKeepAlive")

    def _given(self, name: str) -> tuple[Any, ...]:
        """What ``set_no_delay`` or ``set_keep_alive`` was called with, or was done in its place,
        when the handle was accepted; () if nothing was.
        """
        if type(self).replaced and name in self.__dict__.get("_prepared", ()):
            prepared: tuple[Any, ...] = self.__dict__["_prepared"][name]
            return prepared
        if self.fast is None:
            return ()
        flags = check(lib.nuv_tcp_given_flags(self.fast))
        if name == "set_no_delay":
            return (True,) if flags & lib.NUV_LISTEN_NO_DELAY else ()
        if flags & lib.NUV_LISTEN_KEEP_ALIVE:
            return (True, check(lib.nuv_tcp_given_keep_alive(self.fast)))
        return ()


class Pipe(Handle):
    """A Unix domain socket: a connection or a listener; Node's ``PipeWrap``.

    ``loop``: the loop it belongs to; the thread's current one by default. ``accepted``:
    see ``Handle``. It may be subclassed as ``TCP``.
    """

    __slots__ = ()
    _KIND: int = lib.NUV_PIPE

    READABLE: int = lib.NUV_PIPE_READABLE
    WRITABLE: int = lib.NUV_PIPE_WRITABLE

    def open(self, fd: int) -> None:
        """Takes over the descriptor ``fd`` of a Unix domain socket or a pipe.

        ``close()`` closes it. Raises ``OSError``: ``EINVAL`` (neither of them), ``EBADF``,
        ``EBUSY`` (this handle has one).
        """
        _open(self, fd, lib.nuv_pipe_open)

    def bind(self, path: Path) -> None:
        r"""Binds to a ``path``, whose file is made now and unlinked by ``close()``.

        On Linux a path that begins with ``"\0"`` is an abstract name, without a file. Raises
        ``OSError``: ``EADDRINUSE``, ``EACCES``, ``ENOENT``, ``ENAMETOOLONG``, ``EBADF``;
        ``ERR_INVALID_ARG_TYPE``, ``ERR_INVALID_ARG_VALUE`` (text that no path can be).
        """
        name = options.check_path(path, "path")
        result = lib.nuv_pipe_bind(self._open_stream("bind"), name, len(name))
        if result < 0:
            raise exception(result, "bind", address=os.fsdecode(name))

    def fchmod(self, mode: int) -> None:
        """Lets all users use it; ``mode`` is ``READABLE``, ``WRITABLE`` or both (``|``).

        Raises ``OSError``: ``EBADF`` (closed, or not bound), ``EINVAL``;
        ``ERR_INVALID_ARG_TYPE``, ``ERR_OUT_OF_RANGE``.
        """
        number = options.check_integer(mode, "mode", 0, 2**31 - 1)
        check(lib.nuv_pipe_chmod(self._open_stream("fchmod"), number), "fchmod")

    def getsockname(self) -> str:
        """The path it is bound to, "" if it is not. Raises ``OSError``: ``EBADF``."""
        return self._name(lib.nuv_pipe_get_sockname, "getsockname")

    def getpeername(self) -> str:
        """The path the peer is bound to, "" if it is not. Raises ``OSError``: ``EBADF``."""
        return self._name(lib.nuv_pipe_get_peername, "getpeername")

    def _name(self, get: Any, syscall: str) -> str:
        path = ffi.new("char[]", LONGEST_PATH)
        length = check(get(self._open_stream(syscall), path, LONGEST_PATH), syscall)
        return os.fsdecode(ffi.unpack(path, length))

    def connect(self, path: Path, on_connect: Done | None = None) -> None:
        """Connects to a ``path``.

        ``on_connect(error)`` is called with None, or with the error: ``ENOENT``,
        ``ECONNREFUSED``, ``EACCES``, ``ECANCELED`` (closed meanwhile). Without it a failure
        comes out of ``run()``. Raises ``OSError``: ``ENAMETOOLONG``, ``EBADF``,
        ``EALREADY``; ``ERR_INVALID_ARG_TYPE``, ``ERR_INVALID_ARG_VALUE``.
        """
        name = options.check_path(path, "path")
        self._check_callback(on_connect, "on_connect")
        result = lib.nuv_pipe_connect(self._open_stream("connect"), name, len(name))
        if result < 0:
            raise exception(result, "connect", address=os.fsdecode(name))
        self._loop.slots.deferred.append(self._slot)
        self._connects(on_connect, address=os.fsdecode(name))


LONGEST_PATH = 4096  # bytes; more than any system's
overrides.watch(
    write=Handle,
    read_start=Handle,
    set_no_delay=TCP,
    set_keep_alive=TCP,
)


def _place(syscall: str, address: Any, port: Any) -> tuple[bytes, int]:
    """Checked for type and range; whether it is an address the core knows."""
    number = options.check_port(port, "port")
    text = options.check_str(address, "address")
    if not text.isascii() or "\0" in text:  # or the core would see another
        raise system_error("EINVAL", syscall, address=text, port=number)
    return text.encode(), number


def _open(handle: Handle, fd: Any, take_over: Callable[[Any, int], int]) -> None:
    stream = handle._open_stream("open")
    handle._loop._pointer()
    _check_kind(fd, handle._KIND)
    check(take_over(stream, fd), "open")


def _check_kind(fd: Any, kind: int) -> None:
    """libuv aborts where a file is taken for a pipe."""
    if isinstance(fd, bool) or not isinstance(fd, int):
        raise invalid_arg_type("fd", "of type int", fd)
    if not 0 <= fd < 1 << 31:
        raise system_error("EBADF", "open")
    if check(lib.nuv_fd_kind(fd), "open") != kind:
        raise system_error("EINVAL", "open")


def is_tcp(fd: int) -> bool:
    """Whether a descriptor is that of a TCP socket; ``OSError`` if it is none we can use."""
    if fd >= 1 << 31:
        raise system_error("EBADF", "open")
    tcp: int = lib.NUV_TCP
    return check(lib.nuv_fd_kind(fd), "open") == tcp


def open_fd(fd: int) -> Handle:
    """A handle for a descriptor, of the kind it is."""
    handle: TCP | Pipe = TCP() if is_tcp(fd) else Pipe()
    try:
        handle.open(fd)
    except OSError:
        handle.close()
        raise
    return handle


def fd_type(fd: int) -> str:
    """What Node calls a descriptor that is no stream of ours."""
    try:
        mode = os.fstat(fd).st_mode
    except OSError:
        return "UNKNOWN"
    if os.isatty(fd):
        return "TTY"
    if stat.S_ISREG(mode) or stat.S_ISCHR(mode):
        return "FILE"
    return "UDP" if stat.S_ISSOCK(mode) else "UNKNOWN"
