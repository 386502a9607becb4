"""TCP: what is special to a handle of TCP."""

from __future__ import annotations

from typing import Any

from .._native.address import Address, from_core
from .._native.binding import check, exception, ffi, lib
from .._util import validators as options
from .._util.errors import system_error
from . import overrides
from .base import Done, Handle


class TCP(Handle):
    """A TCP socket: a connection or a listener; Node's ``TCPWrap``.

    ``loop``: the loop it belongs to; the thread's current one by default. ``accepted``:
    see ``Handle``. Addresses are literal, names are for ``netuv.dns.lookup``. It may be
    subclassed; a method that is overridden, or assigned to one handle, is the one that a Socket or
    Server calls.
    """

    __slots__ = ()
    _KIND: int = lib.NUV_TCP

    def open(self, fd: int) -> None:
        """Takes over the descriptor ``fd`` of a TCP socket; ``close()`` closes it.

        Raises ``OSError``: ``EINVAL`` (no TCP socket), ``EBADF``, ``EEXIST`` (in use by
        another handle of the loop), ``EBUSY`` (this handle has one).
        """
        self._take_over(fd, lib.nuv_tcp_open)

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

    @overrides.has_shortcut
    def set_no_delay(self, on: bool = True) -> None:
        """Turns Nagle's algorithm off (``on``, True) or on (False): TCP_NODELAY.

        Now, or once there is a descriptor. Raises ``OSError``: ``EBADF`` (closed).
        """
        wanted = options.truth(on, "on")
        check(lib.nuv_tcp_set_no_delay(self._open_stream("setNoDelay"), wanted), "setNoDelay")

    @overrides.has_shortcut
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
        if self._overridden and name in self.__dict__.get("_prepared", ()):
            prepared: tuple[Any, ...] = self.__dict__["_prepared"][name]
            return prepared
        if self.stream_id is None:
            return ()
        flags = check(lib.nuv_tcp_given_flags(self.stream_id))
        if name == "set_no_delay":
            return (True,) if flags & lib.NUV_LISTEN_NO_DELAY else ()
        if flags & lib.NUV_LISTEN_KEEP_ALIVE:
            return (True, check(lib.nuv_tcp_given_keep_alive(self.stream_id)))
        return ()


def _place(syscall: str, address: Any, port: Any) -> tuple[bytes, int]:
    """Checked for type and range; whether it is an address the core knows."""
    number = options.check_port(port, "port")
    text = options.check_str(address, "address")
    if not text.isascii() or "\0" in text:  # or the core would see another
        raise system_error("EINVAL", syscall, address=text, port=number)
    return text.encode(), number


def given_option(handle: TCP, name: str) -> tuple[Any, ...]:
    """What ``set_no_delay`` or ``set_keep_alive`` was called with when it was accepted, or ()."""
    return handle._given(name)
