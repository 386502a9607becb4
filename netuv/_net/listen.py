"""From the arguments of listen() to a handle that listens.

All ways end in ``_listen_on``, with a handle that is bound; what fails is an ``"error"``.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Protocol

from .. import dns
from .._handles.base import Handle, close_surely, hold
from .._handles.descriptors import open_fd
from .._handles.pipe import Pipe
from .._handles.tcp import TCP
from .._loop.access import loop_of, queue_tick
from .._loop.contexts import bound_to
from .._native.address import is_link_local
from .._native.binding import describe, reported
from .._util import validators as options
from .._util.errors import system_error
from ..diagnostics_channel import Message
from .channels import SERVER_LISTEN
from .listen_options import ListenOptions


class Listening(Protocol):
    """A server, as far as listening goes."""

    _handle: Any
    _path: str | None
    _lookups: int
    _referenced: bool
    _max_connections: int | None
    _pause_on_connect: bool
    _no_delay: bool
    _keep_alive: bool
    _keep_alive_initial_delay: float

    def emit(self, event: Hashable, *args: Any) -> bool: ...
    def _listen_error(self, error: BaseException) -> None: ...
    def _emit_listening(self) -> None: ...


def start(server: Listening, wanted: ListenOptions) -> None:
    """Begins to have ``server`` listen."""
    if wanted.handle is not None:
        _listen_on(server, wanted.handle, wanted)
    elif wanted.fd is not None:
        _listen_fd(server, wanted.fd, wanted)
    elif wanted.path is not None:
        _listen_path(server, wanted.path, wanted)
    elif wanted.host is None:
        _listen_everywhere(server, wanted)
    else:
        _listen_host(server, wanted.host, wanted)


def _listen_fd(server: Listening, fd: int, wanted: ListenOptions) -> None:
    try:
        handle = open_fd(fd)
    except OSError as error:
        if getattr(error, "code", "") == "EBADF":  # Node: no kind of a handle
            error = system_error("EINVAL", "open")
        _listen_failed(server, error, None, None)
        return
    _listen_on(server, handle, wanted)


def _listen_path(server: Listening, path: str, wanted: ListenOptions) -> None:
    try:
        handle: Pipe = _bound(server, Pipe, path)
    except Exception as error:
        _listen_failed(server, error, path, None)
        return
    if wanted.readable_all or wanted.writable_all:
        _open_to_all(handle, wanted)
    server._path = path
    _listen_on(server, handle, wanted, path)


def _bound(server: Listening, kind: Any, *place: Any, **more: Any) -> Any:
    """A new handle that is bound; none is left if that fails."""
    handle = kind(loop_of(server))
    try:
        handle.bind(*place, **more)
    except BaseException:
        handle.close()
        raise
    return handle


def _open_to_all(handle: Pipe, wanted: ListenOptions) -> None:
    """Has all users read from the file, write to it, or both; a handle that cannot is closed."""
    mode = wanted.readable_all * Pipe.READABLE | wanted.writable_all * Pipe.WRITABLE
    try:
        handle.fchmod(mode)
    except BaseException as error:
        handle.close()
        if not isinstance(error, OSError):
            raise
        raise describe(error, "uv_pipe_chmod") from None


def _listen_host(server: Listening, host: str, wanted: ListenOptions) -> None:
    """As in Node 18.20.4 neither close() nor another listen() ends it: it listens then."""
    number = server._lookups

    def found(error: BaseException | None, addresses: Any = (), *_: Any) -> None:
        if number != server._lookups:
            return
        if error is not None:
            server._listen_error(error)
            return
        address = _to_listen_on(addresses)
        if server._handle is None:
            _listen_address(server, address, wanted)
        else:
            _listen_on(server, server._handle, wanted, address, wanted.port)

    dns.lookup(host, bound_to(server, found), all=True)


def _listen_everywhere(server: Listening, wanted: ListenOptions) -> None:
    try:
        handle = _bound(server, TCP, "::", wanted.port, ipv6_only=wanted.ipv6_only)
    except Exception:  # no IPv6, or what the second attempt will report
        _listen_address(server, "0.0.0.0", wanted)
        return
    _listen_on(server, handle, wanted, "::", wanted.port)


def _listen_address(server: Listening, address: str, wanted: ListenOptions) -> None:
    try:
        handle = _bound(server, TCP, address, wanted.port, ipv6_only=wanted.ipv6_only)
    except Exception as error:
        _listen_failed(server, error, address, wanted.port)
        return
    _listen_on(server, handle, wanted, address, wanted.port)


def _listen_on(
    server: Listening,
    handle: Handle,
    wanted: ListenOptions,
    address: str | None = None,
    port: int | None = None,
) -> None:
    """All ways end here, with a handle that is bound."""
    try:
        _start(server, handle, wanted.backlog)
    except BaseException as error:
        server._path = server._handle = None
        close_surely(handle)
        if not isinstance(error, Exception):
            raise
        _listen_failed(server, error, address, port)
        return
    server._handle = handle
    if SERVER_LISTEN.has_subscribers:
        SERVER_LISTEN.async_end.publish(Message(server=server))
    queue_tick(server, server._emit_listening)


def _start(server: Listening, handle: Handle, backlog: int) -> None:
    """The handle is the server's, and listens as its options say."""
    handle.owner = server
    hold(handle)
    handle.set_max_connections(limit_of(server._max_connections))
    handle.listen(
        backlog,
        paused=server._pause_on_connect,
        no_delay=server._no_delay,
        keep_alive=server._keep_alive,
        keep_alive_delay=options.seconds_of(server._keep_alive_initial_delay),
    )
    if not server._referenced:
        handle.unref()


def _listen_failed(
    server: Listening, error: Exception, address: str | None, port: int | None
) -> None:
    error = reported(error, "listen", address, port, verbose=True)
    if SERVER_LISTEN.has_subscribers:
        SERVER_LISTEN.error.publish(Message(server=server, error=error))
    queue_tick(server, server._listen_error, error)


def _to_listen_on(found: str | list[tuple[str, int]]) -> str:
    """The first that is not IPv6's link-local, which needs a zone; or else the first. A lookup
    function that somebody has put in the place of ours may know but one.
    """
    if isinstance(found, str):
        return found
    for address, family in found:
        if family != 6 or not is_link_local(address):
            return address
    return found[0][0]


def limit_of(most: int | None) -> int:
    """What the core takes for ``max_connections``."""
    return min(most or -1, 2**63 - 1)
