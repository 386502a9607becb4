"""Server: listening, and the connections that come of it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Hashable
from contextlib import suppress
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, overload

from .._events import EventEmitter
from .._handles.base import Handle, after_last, close_surely, finish_listening, is_shared
from .._handles.owner import HandleOwner
from .._handles.pipe import Pipe
from .._handles.tcp import TCP
from .._listeners import tasks_of
from .._loop.abort import on_abort
from .._loop.access import (
    check_caller,
    host_of,
    is_closed,
    loop_of,
    queue_tick,
    report_unhandled,
    sync_records,
)
from .._loop.contexts import InContext, bound_to, put_on_loop
from .._loop.current import get_loop
from .._loop.unretrieved import raise_error, take_error
from .._loop.waits import Wait
from .._native.address import Address, DropInfo
from .._native.binding import describe, exception
from .._util import validators as options
from .._util.callbacks import takes_error
from .._util.errors import (
    StateError,
    invalid_arg_type,
    invalid_arg_value,
    out_of_range,
    server_not_running,
)
from ..diagnostics_channel import Message
from . import claims
from .accept_queue import AcceptQueue
from .block_list import BlockList, check_block_list
from .channels import SERVER_LISTEN, SERVER_SOCKET, publish_listen
from .legacy import LegacyServer
from .listen import limit_of, start
from .listen_options import ListenOptions
from .server_tasks import cancel_tasks, connection_served, name_of_task
from .shutdown import connections_of, shutdown
from .socket import Socket

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .types import Done, Listener, ListenKeywords, ServerKeywords

Callback = Callable[..., Any]
OnConnection = Callable[[Socket], Any]
Self = TypeVar("Self", bound="Server")


class HasHandle(Protocol):
    """What ``listen()`` finds a handle in."""

    _handle: Any


class HasDescriptor(Protocol):
    """What ``listen()`` finds a descriptor in."""

    fd: int


def _option(
    name: str, what: str, check: Callable[[Any, str], Any] = options.check_bool
) -> property:
    """An option of ``Server()`` that may be set later, and is checked as there."""
    place = f"_{name}"

    def set_option(server: Any, value: Any) -> None:
        setattr(server, place, check(value, f"options.{name}"))

    return property(attrgetter(place), set_option, None, what)


def _check_delay(value: Any, name: str) -> float:
    return options.check_number(0 if value is None else value, name)


class Server(LegacyServer, HandleOwner):
    """A TCP or Unix socket server (manual: Class: net.Server).

    ``connection_listener``: added to ``"connection"``, called with a Socket.

    - ``allow_half_open`` (False): leave the writing side open when the peer ends its own.
    - ``pause_on_connect`` (False): accept sockets paused: they read nothing before ``resume()``.
    - ``no_delay`` (False): TCP_NODELAY on accepted sockets.
    - ``keep_alive`` (False), ``keep_alive_initial_delay`` (milliseconds, 0): keep-alive on
      accepted sockets, as by ``Socket.set_keep_alive``.
    - ``high_water_mark`` (bytes, 16 KiB): of both sides of accepted sockets.
    - ``block_list``: a BlockList; peers on it, and those that have reset before they could be
      looked at, are dropped.

    Emits ``"listening"``, ``"connection"`` (a Socket), ``"error"``, ``"drop"`` (a DropInfo; None
    for a Unix socket) and ``"close"``. Raises ``ERR_INVALID_ARG_TYPE``,
    ``ERR_INVALID_ARG_VALUE``.
    """

    __slots__ = (
        "_handle",
        "_connections",
        "_max_connections",
        "_leaving",
        "_path",
        "_referenced",
        "_lookups",
        "_opening",
        "_arrivals",
        "_allow_half_open",
        "_pause_on_connect",
        "_no_delay",
        "_keep_alive",
        "_keep_alive_initial_delay",
        "_high_water_mark",
        "_block_list",
    )

    _allow_half_open: bool
    _pause_on_connect: bool
    _no_delay: bool
    _keep_alive: bool
    _keep_alive_initial_delay: float
    _high_water_mark: int
    _block_list: BlockList | None

    def __init__(
        self,
        connection_listener: OnConnection | None = None,
        *,
        allow_half_open: bool | None = False,
        pause_on_connect: bool | None = False,
        no_delay: bool | None = False,
        keep_alive: bool | None = False,
        keep_alive_initial_delay: float | None = 0,
        high_water_mark: int | None = None,
        block_list: BlockList | None = None,
    ) -> None:
        InContext.__init__(self)
        put_on_loop(self, get_loop())
        self._handle: Handle | None = None
        self._connections = 0
        self._max_connections: int | None = None
        self._leaving = 0  # closed listeners with connections that are still to be reported
        self._path: str | None = None
        self._referenced = True
        self._lookups = 0  # a listen() whose lookup has another number was given up
        self._opening = False  # listen() was called; neither "listening" nor "error" came yet
        self._arrivals: AcceptQueue | None = None
        self.allow_half_open = allow_half_open
        self.pause_on_connect = pause_on_connect
        self.no_delay = no_delay
        self.keep_alive = keep_alive
        self.keep_alive_initial_delay = keep_alive_initial_delay
        self.high_water_mark = high_water_mark
        self.block_list = block_list
        self._pause = None
        if connection_listener is not None:
            self.on("connection", connection_listener)

    # -- listening ---------------------------------------------------------------------

    @overload
    def listen(
        self: Self,
        callback: Listener | None = ...,
        /,
        **options: Unpack[ListenKeywords],  # pyright: ignore[reportGeneralTypeIssues]
    ) -> Self: ...
    @overload
    def listen(
        self: Self,
        port: int | str | None,
        host: str | None = ...,
        backlog: int | None = ...,
        callback: Listener | None = ...,
        /,
        **options: Unpack[ListenKeywords],  # pyright: ignore[reportGeneralTypeIssues]
    ) -> Self: ...
    @overload
    def listen(
        self: Self,
        port: int | str | None,
        host: str | None,
        callback: Listener | None,
        /,
        **options: Unpack[ListenKeywords],  # pyright: ignore[reportGeneralTypeIssues]
    ) -> Self: ...
    @overload
    def listen(
        self: Self,
        port: int | str | None,
        backlog: int | None,
        callback: Listener | None = ...,
        /,
        **options: Unpack[ListenKeywords],  # pyright: ignore[reportGeneralTypeIssues]
    ) -> Self: ...
    @overload
    def listen(
        self: Self,
        port: int | str | None,
        callback: Listener | None,
        /,
        **options: Unpack[ListenKeywords],  # pyright: ignore[reportGeneralTypeIssues]
    ) -> Self: ...
    @overload
    def listen(
        self: Self,
        handle: Server | Socket | Handle | HasHandle | HasDescriptor,
        backlog: int | None = ...,
        callback: Listener | None = ...,
        /,
        **options: Unpack[ListenKeywords],  # pyright: ignore[reportGeneralTypeIssues]
    ) -> Self: ...
    @overload
    def listen(
        self: Self,
        handle: Server | Socket | Handle | HasHandle | HasDescriptor,
        callback: Listener | None,
        /,
        **options: Unpack[ListenKeywords],  # pyright: ignore[reportGeneralTypeIssues]
    ) -> Self: ...
    def listen(self: Self, *args: Any, **keywords: Any) -> Self:
        r"""Starts listening for connections (manual: server.listen()).

        - ``listen(port, host, backlog, callback)``: TCP. Port 0 (the default) is any
          free one, see ``address()``. A name as ``host`` is looked up first;
          of several addresses it is the first that is not IPv6's link-local.
          No host is ``"::"``, all of IPv6 and IPv4, and where there is no IPv6
          ``"0.0.0.0"``.
        - ``listen(path, backlog, callback)``: a Unix domain socket. ``close()``
          removes its file, unless another has bound the path since; a path the
          system finds too long is ``ENAMETOOLONG``. On Linux a path that begins
          with ``"\0"`` is an abstract name, without a file.
        - ``listen(handle, backlog, callback)``: what is bound already: a ``TCP`` or
          ``Pipe``, anything with one as its ``_handle`` (a server, a socket), or
          with a descriptor as its ``fd``. Two servers on one handle share it: the
          last to listen gets the connections.

        Each argument but the first may be left out; ``callback`` is what can be
        called. The same as keywords: ``port``, ``host``, ``path`` (ignored beside a
        port), ``backlog``, ``callback``; and

        - ``fd``: the descriptor of a socket that is bound; the server takes it over,
          and leaves the file of a Unix socket to who made it. Goes before the others.
        - ``backlog`` (511): how many connections may wait to be accepted; the system
          has a limit of its own (``somaxconn``).
        - ``ipv6_only`` (False): on ``"::"``, take no IPv4 connections.
        - ``readable_all``, ``writable_all`` (False): let all users read from, write
          to the Unix socket: the file's mode bits.
        - ``exclusive`` (False): taken and ignored, there are no workers to share with.
        - ``signal``: an AbortSignal that closes the server.

        Returns the server. ``"listening"`` follows, to which ``callback`` is added
        for once; or ``"error"``: ``EADDRINUSE``, ``EADDRNOTAVAIL``, ``EACCES``,
        ``EINVAL`` (what ``fd`` is cannot listen), ``ENOTFOUND`` and the system's
        others. After an error, or ``close()``, it may be called again. As in Node, ``close()``
        does not end the looking up of a host: the server listens then.

        Raises ``ERR_SERVER_ALREADY_LISTEN``, ``ERR_SOCKET_BAD_PORT``,
        ``ERR_INVALID_ARG_TYPE``, ``ERR_INVALID_ARG_VALUE``; ``TypeError`` for an
        unknown keyword.
        """
        check_caller(self)
        self._check_not_listening()
        wanted = ListenOptions(args, keywords)
        if wanted.handle is not None and wanted.handle.loop is not loop_of(self):
            raise invalid_arg_value("handle", wanted.handle, "belongs to another loop")
        if SERVER_LISTEN.has_subscribers:
            publish_listen(self, wanted, args, keywords)
            self._check_not_listening()
        if wanted.callback is not None:
            self.once("listening", wanted.callback)
        try:
            if wanted.signal is not None:
                self._close_by(wanted.signal)
            self._opening = True
            start(self, wanted)
        except BaseException:
            self._opening = False
            if wanted.callback is not None:
                self.off("listening", wanted.callback)
            raise
        return self

    def _check_not_listening(self) -> None:
        if self._handle is not None:
            raise StateError(
                "ERR_SERVER_ALREADY_LISTEN",
                "Listen method has been called more than once without closing.",
            )

    def _close_by(self, signal: Any) -> None:
        dispose = on_abort(signal, "options.signal", self.close)
        self.__dict__["_forget_signal"] = dispose
        self.once("close", dispose)

    def _listen_error(self, error: BaseException) -> None:
        self._opening = False
        self.emit("error", error)

    def _emit_listening(self) -> None:
        if self._handle is not None:
            self._opening = False
            self.emit("listening")

    # -- the handle's events -------------------------------------------------------------

    def _handle_connection(self, handle: Handle) -> None:
        try:
            socket = self._accept(handle)
        except BaseException as error:
            close_surely(handle)
            if not isinstance(error, Exception):
                raise
            self._handle_accept_failed(error)
            return
        if socket is None:
            self._handle_drop(handle)
            return
        self._connections += 1
        bound_to(socket, self._emit_connection)(socket)

    def _accept(self, handle: Handle) -> Socket | None:
        """The connection's socket; None if it is blocked."""
        if self._block_list is not None and self._is_blocked(self._block_list, handle):
            return None
        return Socket._accepted(self, handle)

    def _emit_connection(self, socket: Socket) -> None:
        """In the connection's context: what a listener sets is for this connection alone."""
        try:
            if not self.emit("connection", socket):
                self._nobody_listens(socket)
            if SERVER_SOCKET.active:
                SERVER_SOCKET.publish(Message(socket=socket))
        finally:
            if "_shutdown" in self.__dict__:
                self.__dict__["_shutdown"].add(socket)

    def _is_blocked(self, block_list: BlockList, handle: Handle) -> bool:
        if not isinstance(handle, TCP):
            return False
        try:
            peer = handle.getpeername()
        except OSError:  # gone already, but what it sent could still be read: who it was is unknown
            return True
        return block_list.check(peer.address, peer.family)

    def _handle_drop(self, handle: Handle) -> None:
        info: DropInfo | Exception | None = None
        try:
            if isinstance(handle, TCP):
                info = DropInfo(*_known(handle.getsockname), *_known(handle.getpeername))
        except Exception as error:
            info = error
        finally:
            close_surely(handle)
        if isinstance(info, Exception):
            self._handle_accept_failed(info)
        else:
            self.emit("drop", info)

    def _handle_accept_error(self, status: int) -> None:
        self.emit("error", exception(status, "accept"))

    def _handle_accept_failed(self, error: Exception) -> None:
        """A connection is lost: there could be no handle, or no socket, for it."""
        self.emit("error", error)

    def _let_go(self) -> None:
        self._arrivals = None
        self.__dict__.pop("_shutdown", None)
        forget = self.__dict__.pop("_forget_signal", None)
        if forget is not None:
            forget()

    def _connection_closed(self) -> None:
        self._connections -= 1
        self._emit_close_if_drained()

    # -- closing -----------------------------------------------------------------------

    def close(self: Self, callback: Done | None = None) -> Self:
        """Stops listening (manual: server.close()); connections stay.

        ``"close"`` is emitted once the last connection has ended. ``callback`` is
        called then, with ``ERR_SERVER_NOT_RUNNING`` if the server was not open; what cannot be
        called is ignored. Who waits to
        be accepted is reset; not so where the descriptor was given (``fd``, or a handle's
        ``open()``) and others may have it, too: who waits is left to them, and those whom
        the server has accepted already are still emitted as ``"connection"``.
        """
        check_caller(self)
        if callable(callback):
            self.once("close", _CloseCallback(callback, running=self._handle is not None))
        self._stop_listening(False)
        return self

    def _stop_listening(self, waiting: bool) -> None:
        """``waiting``: those who wait to be accepted are accepted before, unless others may."""
        handle, self._handle = self._handle, None
        self._end_pause()
        self._path = None
        self._opening = False
        if waiting or claims.is_awaited(self):
            self._give_up_lookups()
        keep, failed = waiting or handle is None, None
        if handle is not None:
            keep = keep or is_shared(handle)
            if waiting and not handle.closed and not is_shared(handle):
                finish_listening(handle)
            try:
                failed = close_surely(handle)
            finally:
                if after_last(handle, self._last_connection_reported):
                    self._leaving += 1
                self._has_stopped(keep)
        else:
            self._has_stopped(keep)
        if failed is not None:
            raise failed

    def _give_up_lookups(self) -> None:
        """A shutdown, and who gives the server up, a task that waits for it say, has no listener
        come of a lookup after that.
        """
        self._lookups += 1

    def _has_stopped(self, keep: bool) -> None:
        if self._arrivals is not None:
            self._arrivals.close(keep)
        self._emit_close_if_drained()

    def _last_connection_reported(self) -> None:
        self._leaving -= 1
        if self._arrivals is not None:
            self._arrivals.last_has_come()
        self._emit_close_if_drained()

    def shutdown(
        self, grace: float, callback: Callback | None = None, *, drain: float | None = 0
    ) -> Any:
        """Stops listening, ends every connection, and resets those still open after ``grace``.

        ``grace``: milliseconds. Who waits to be accepted is accepted, unless others may (see
        ``close()``). Each connection is ``end()``ed, once what its peer has sent until then is
        delivered: what is queued is sent, and the peer has until ``grace`` to end its side.
        ``drain`` (milliseconds, 0): connections live on for so long before they are ended; each
        emits ``"draining"``, and ``draining`` is True. With as much as ``grace``, or more, none
        is ended by this.

        ``callback(error, counts)`` is called when all are gone: ``counts.ended`` ended in time,
        ``counts.reset`` were reset. Inside asyncio ``counts = await server.shutdown(grace)``; a
        cancelled wait does not stop it. The tasks of connections that are reset are cancelled.
        Called again meanwhile it gives the same counts, and the shorter times count. The error
        is ``ERR_SERVER_NOT_RUNNING``, without counts, if there is nothing to shut down.

        Raises ``ERR_INVALID_ARG_TYPE``, ``ERR_OUT_OF_RANGE``.
        """
        return shutdown(self, grace, callback, drain)

    def _emit_close_if_drained(self) -> None:
        if self._handle is None and self._connections == 0 and self._leaving == 0:
            queue_tick(self, self.emit, "close")

    # -- state -------------------------------------------------------------------------

    @property
    def listening(self) -> bool:
        """Whether the server listens (manual: server.listening)."""
        return self._handle is not None

    @property
    def draining(self) -> bool:
        """Whether ``shutdown(drain=)`` lets the connections live on for now."""
        return "_shutdown" in self.__dict__ and bool(self.__dict__["_shutdown"].draining)

    def address(self) -> Address | str | None:
        """Where the server listens (manual: server.address()).

        ``(address, family, port)``, the path of a Unix socket, or None if it does not listen.
        """
        handle = self._handle
        if isinstance(handle, TCP):
            try:
                return handle.getsockname()
            except OSError as error:
                raise describe(error, "address") from None
        if isinstance(handle, Pipe) and self._path is None:
            return handle.getsockname() or None
        return self._path

    @property
    def max_connections(self) -> int | None:
        """Connections beyond this many are dropped (manual: server.maxConnections).

        None or 0 (the default): no limit. ``"drop"`` is emitted for each. Setting it raises
        ``ERR_INVALID_ARG_TYPE``, ``ERR_OUT_OF_RANGE``.
        """
        return self._max_connections

    @max_connections.setter
    def max_connections(self, count: int | None) -> None:
        if count is not None and (isinstance(count, bool) or not isinstance(count, int)):
            raise invalid_arg_type("max_connections", "of type number", count)
        if count is not None and count < 0:
            raise out_of_range("max_connections", ">= 0", count)
        check_caller(self)
        if self._handle is not None and not self._handle.closed:
            sync_records(self)
            self._handle.set_max_connections(limit_of(count))
        self._max_connections = count

    # Each may be set; it is for connections that are accepted after that, and the handle's
    # are for the next ``listen()``.
    if TYPE_CHECKING:
        allow_half_open: bool | None
        pause_on_connect: bool | None
        no_delay: bool | None
        keep_alive: bool | None
        keep_alive_initial_delay: float | None
        high_water_mark: int | None
        block_list: BlockList | None
    else:
        allow_half_open = _option(
            "allow_half_open", "Whether accepted sockets stay writable after the peer's end."
        )
        pause_on_connect = _option("pause_on_connect", "Whether sockets are accepted paused.")
        no_delay = _option("no_delay", "Whether accepted sockets have TCP_NODELAY.")
        keep_alive = _option("keep_alive", "Whether accepted sockets have keep-alive.")
        keep_alive_initial_delay = _option(
            "keep_alive_initial_delay", "Milliseconds before its first probe.", _check_delay
        )
        high_water_mark = _option(
            "high_water_mark",
            "The mark of accepted sockets, in bytes.",
            options.accepted_high_water_mark,
        )
        block_list = _option("block_list", "The BlockList of peers, or None.", check_block_list)

    def get_connections(self: Self, callback: Callable[[Any, int], Any]) -> Self:
        """Calls ``callback(error, count)`` with the number of open ones
        (manual: server.getConnections()).

        Asynchronously; ``error`` is None. Returns the server. Raises ``ERR_INVALID_ARG_TYPE``.
        """
        options.check_callable(callback)
        loop_of(self).next_tick(callback, None, self._connections)
        return self

    def _ask_handle(self, name: str) -> None:
        """What the handle refuses, closed perhaps, fails nothing, as in Node."""
        if self._handle is not None:
            with suppress(OSError):
                getattr(self._handle, name)()

    def ref(self: Self) -> Self:
        """Lets the server keep the loop running, the default (manual: server.ref()). Returns it."""
        check_caller(self)
        self._ask_handle("ref")
        self._referenced = True
        return self

    def unref(self: Self) -> Self:
        """Lets the loop end while the server listens (manual: server.unref()). Returns it."""
        check_caller(self)
        self._ask_handle("unref")
        self._referenced = False
        return self

    # -- awaits --------------------------------------------------------------------------
    #
    # They raise what "error" would say, which then needs no listener.

    def __await__(self: Self) -> Generator[Any, None, Self]:
        """``server = await netuv.create_server(handler).listen(8124)``: waits for ``"listening"``.

        Raises what ``"error"`` would say, ``ERR_SERVER_NOT_RUNNING`` if nobody has called
        ``listen()``, or when the server is closed first. A wait that is cancelled closes the
        server, of several the last one.
        """
        claims.begun(self)
        return self._until_listening().__await__()

    @property
    def _asyncio_future_blocking(self) -> None:
        """None: it is no future. asyncio asks before it makes a task of the server."""
        if self._opening:
            claims.offer(self, self._close_if_open)

    async def _until_listening(self: Self) -> Self:
        raise_error(self)
        while self._opening:  # a "close" may be that of the time before
            await claims.claim(self, "listening", self._close_if_open)
        if self._handle is None:
            raise server_not_running()
        claims.taken(self)
        return self

    async def __aenter__(self: Self) -> Self:
        """``async with netuv.create_server(handler).listen(8124) as server``."""
        try:
            return await self
        except BaseException:
            self._close_if_open()
            raise

    async def __aexit__(self, kind: object, error: object, trace: object) -> None:
        """Closes, cancels the tasks of its ``async`` listeners, and waits for ``"close"``.

        Connections without a task stay until they end: ``shutdown()`` before, or destroy
        them. After an exception, or cancelled while it waits, it destroys them itself.
        """
        await _leave(self, kind is not None)

    async def async_dispose(self) -> None:
        """Does what the end of ``async with`` does (manual: server[Symbol.asyncDispose]()).

        Closes the server, cancels the tasks of its ``async`` listeners and waits for
        ``"close"``. Nothing for a server that is closed already.
        """
        await self.__aexit__(None, None, None)

    def _close_if_open(self) -> None:
        if self._handle is not None or self._opening:
            self._give_up_lookups()
            self.close()

    def __aiter__(self) -> AcceptQueue:
        """``async for socket in server``: the connections, while nobody listens to them.

        Those that come between two steps wait, also after a ``break``, until somebody
        iterates again or the server is closed, which destroys them. ``close()`` ends the
        iteration.
        """
        arrivals = self._arrivals or AcceptQueue(self)
        arrivals.attach()
        return arrivals

    def _nobody_listens(self, socket: Any) -> None:
        """A connection without a listener: inside asyncio somebody may iterate, now or later."""
        if self._arrivals is None and host_of(self) is not None:
            self._arrivals = AcceptQueue(self)
        if self._arrivals is not None:
            self._arrivals.take(socket)

    # -- the tasks of async listeners, see server_tasks.py ---------------------------------

    def _tasks(self) -> list[tuple[Any, tuple[Any, ...]]]:
        return tasks_of(self)

    def _task_name(self, event: Hashable, args: tuple[Any, ...]) -> str:
        if event == "connection":
            return name_of_task(args[0])
        return EventEmitter._task_name(self, event, args)

    def _task_done(self, event: Hashable, args: tuple[Any, ...], task: Any) -> None:
        if event == "connection" and not is_closed(self):
            connection_served(self, args[0], task)

    def nodejs_rejection(self, error: BaseException, event: Hashable, *args: Any) -> None:
        """A listener of ``event`` has failed with ``error`` after it returned, and the server was
        made while ``events.capture_rejections`` was True.

        Destroys the socket of a ``"connection"``, else emits ``"error"``.
        """
        if event == "connection":
            args[0].destroy(error)
        else:
            self.emit("error", error)

    def _unhandled_error(self, error: BaseException) -> None:
        report_unhandled(self, error)
        if self._arrivals is not None:
            self._arrivals.waiting.wake()


class _CloseCallback:
    """The callback of ``close()``, which depends on whether the server was running."""

    def __init__(self, callback: Callback, running: bool) -> None:
        self.callback = callback
        self.running = running

    def __call__(self) -> None:
        if self.running:
            takes_error(self.callback)(None)
        else:
            error = server_not_running()
            takes_error(self.callback)(error)


async def _leave(server: Server, failed: bool) -> None:
    """The end of ``async with server``."""
    error = take_error(server)
    closed = Wait(server, ("close",), "Closing a server")
    server._give_up_lookups()
    try:
        if server._handle is not None or server._opening:
            server.close()
        elif not server._connections and not server._leaving:
            # closed: a "close" that is yet to come comes before this
            queue_tick(server, closed.wake)
        await cancel_tasks(server)
        _forget_arrivals(server)
        if failed:
            _destroy_connections(server)
        await closed.first()
    except BaseException:
        _destroy_connections(server)
        raise
    finally:
        closed.stop()
    if error is not None and not failed:
        try:
            raise error
        finally:  # this frame is in its traceback
            error = None


def _destroy_connections(server: Server) -> None:
    for socket in connections_of(server):
        socket.destroy()


def _forget_arrivals(server: Server) -> None:
    """Nobody will come for what nobody listens to, nor for what is still to come of it."""
    if server._arrivals is None and server._leaving:
        server._arrivals = AcceptQueue(server)
    arrivals = server._arrivals
    if arrivals is not None:
        arrivals.close()
        if server._leaving:
            arrivals.over = True
            server._arrivals = arrivals


def _known(
    get_name: Callable[[], Address],
) -> tuple[str, int, str] | tuple[None, None, None]:
    """Address, port and family; None of what is not known: the peer is gone already, perhaps."""
    try:
        address = get_name()
    except OSError:
        return None, None, None
    return address.address, address.port, address.family


def create_server(
    connection_listener: OnConnection | None = None, **options: Unpack[ServerKeywords]
) -> Server:
    """A new Server (manual: net.createServer()).

    ``connection_listener``: added to ``"connection"``, called with a Socket; inside asyncio it
    may be ``async``.

    - ``allow_half_open`` (False): leave the writing side open when the peer ends its own.
    - ``pause_on_connect`` (False): accept sockets paused: they read nothing before ``resume()``.
    - ``no_delay`` (False): TCP_NODELAY on accepted sockets.
    - ``keep_alive`` (False), ``keep_alive_initial_delay`` (milliseconds, 0): keep-alive on
      accepted sockets, as by ``Socket.set_keep_alive``.
    - ``high_water_mark`` (bytes, 16 KiB): of both sides of accepted sockets.
    - ``block_list``: a BlockList; peers on it, and those that have reset before they could be
      looked at, are dropped, with a ``"drop"``.

    Raises ``ERR_INVALID_ARG_TYPE``, ``ERR_INVALID_ARG_VALUE``.
    """
    for name in options:
        if name not in _KEYWORDS:
            raise TypeError(f"create_server() got an unexpected keyword argument {name!r}")
    return Server(connection_listener, **options)


_KEYWORDS: Any = Server.__init__.__kwdefaults__
