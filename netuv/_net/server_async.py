"""What a Server has for asyncio: awaits, iteration, the tasks of its connections."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Hashable
from typing import Any, TypeVar

from .._events import EventEmitter
from .._listeners import tasks_of
from .._loop.contexts import InContext
from .._loop.futures import Waiters
from .._loop.unretrieved import raise_error, take_error
from .._loop.waits import Wait
from .._util.errors import server_not_running
from ..stream._state import ERROR_TOLD
from . import claims
from .shutdown import connections_of

Self = TypeVar("Self", bound="AsyncServer")


class AsyncServer(InContext):
    """The awaits of a Server; they raise what ``"error"`` would tell, which then needs no listener.

    A ``"connection"`` listener may be ``async``: each connection is a task with the peer's
    address in its name. When it returns (of several, the last) the socket is ``end()``ed, and
    what still comes is thrown away; an exception destroys the socket and goes to the asyncio
    loop's handler.
    """

    __slots__ = ()

    _handle: Any
    _connections: int
    _leaving: int
    _opening: bool
    _arrivals: Arrivals | None

    def __await__(self: Self) -> Generator[Any, None, Self]:
        """``server = await netuv.create_server(handler).listen(8124)``: waits for ``"listening"``.

        Raises what ``"error"`` would tell, ``ERR_SERVER_NOT_RUNNING`` if nobody has called
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

    def _give_up_lookups(self) -> None:
        """What a lookup finds for a ``listen()`` that is under way is not used any more."""
        raise NotImplementedError

    def close(self: Self, callback: Any = None) -> Self:
        """See ``Server.close``."""
        raise NotImplementedError

    def __aiter__(self) -> Arrivals:
        """``async for socket in server``: the connections, while nobody listens to them.

        Those that come between two steps wait, also after a ``break``, until somebody
        iterates again or the server is closed, which destroys them. ``close()`` ends the
        iteration.
        """
        arrivals = self._arrivals or Arrivals(self)
        arrivals.attach()
        return arrivals

    def _nobody_listens(self, socket: Any) -> None:
        """A connection without a listener: inside asyncio somebody may iterate, now or later."""
        if self._arrivals is None and self._loop._host is not None:
            self._arrivals = Arrivals(self)
        if self._arrivals is not None:
            self._arrivals.take(socket)

    # -- the tasks of async listeners --------------------------------------------------

    def _tasks(self) -> list[tuple[Any, tuple[Any, ...]]]:
        return tasks_of(self)

    def _task_name(self, event: Hashable, args: tuple[Any, ...]) -> str:
        if event != "connection":
            return EventEmitter._task_name(self, event, args)
        socket = args[0]
        if socket.remote_address is None:
            return "netuv connection"
        return f"netuv connection from {socket.remote_address}:{socket.remote_port}"

    def _task_done(self, event: Hashable, args: tuple[Any, ...], task: Any) -> None:
        if event != "connection" or self._loop._core is None:
            return
        socket = args[0]
        if task.cancelled() or task.exception() is not None:
            socket.destroy()
        elif not socket.destroyed and not self._is_served(socket):
            socket._life |= ERROR_TOLD  # nobody is there to hear: the connection is over
            if socket.writable:
                socket.end()
            if not _is_awaited(socket):
                socket.resume()

    def nodejs_rejection(self, error: BaseException, event: Hashable, *args: Any) -> None:
        """A listener of ``event`` has failed with ``error`` after it returned, and the server was
        made while ``events.capture_rejections`` was True.

        Destroys the socket of a ``"connection"``, else emits ``"error"``.
        """
        if event == "connection":
            args[0].destroy(error)
        else:
            self.emit("error", error)

    def _is_served(self, socket: Any) -> bool:
        """Whether another ``async`` listener is still at it."""
        if self.listener_count("connection") < 2:  # nobody else: no need to look
            return False
        return any(args and args[0] is socket for _, args in self._tasks())

    def _error_unheard(self, error: BaseException) -> None:
        self._loop._error_unheard(self, error)
        if self._arrivals is not None:
            self._arrivals.waiting.wake()


def _is_awaited(socket: Any) -> bool:
    """Whether a task waits for what the socket gives."""
    queue = socket._rq
    return queue is not None and queue.reader is not None and queue.reader.awaited


async def _leave(server: AsyncServer, failed: bool) -> None:
    """The end of ``async with server``."""
    error = take_error(server)
    closed = Wait(server, ("close",), "Closing a server")
    server._give_up_lookups()
    try:
        if server._handle is not None or server._opening:
            server.close()
        elif not server._connections and not server._leaving:
            # closed: a "close" that is yet to come comes before this
            server._tick(closed.wake)
        await _cancel_tasks(server)
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


async def _cancel_tasks(server: AsyncServer) -> None:
    """Cancels the tasks of the server's listeners, but not the caller, and awaits them."""
    import asyncio

    tasks = [task for task, _ in server._tasks() if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.wait(tasks)


def _destroy_connections(server: AsyncServer) -> None:
    for socket in connections_of(server):
        socket.destroy()


def _forget_arrivals(server: AsyncServer) -> None:
    """Nobody will come for what nobody listens to, nor for what is still to come of it."""
    if server._arrivals is None and server._leaving:
        server._arrivals = Arrivals(server)
    arrivals = server._arrivals
    if arrivals is not None:
        arrivals.close()
        if server._leaving:
            arrivals.over = True
            server._arrivals = arrivals


class Arrivals:
    """The connections of one server that nobody listens to, for who iterates over it."""

    def __init__(self, server: AsyncServer) -> None:
        self.server = server
        self.sockets: deque[Any] = deque()
        self.waiting = Waiters()
        self.over = False  # what still comes is destroyed

    def __aiter__(self) -> Arrivals:
        return self

    async def __anext__(self) -> Any:
        server = self.server
        while True:
            self.attach()
            while self.sockets:
                socket = self.sockets.popleft()
                if not socket.destroyed:
                    return socket
            raise_error(server)
            if server._handle is None and not server._opening and not server._leaving:
                raise StopAsyncIteration
            await self.waiting.wait(server, "Iterating over a server")

    def attach(self) -> None:
        """An open server has this; one that is closed does not, or both would stay."""
        server = self.server
        if server._arrivals is None and (server._handle is not None or server._opening):
            server._arrivals = self

    def take(self, socket: Any) -> None:
        """A connection that nobody listens to."""
        if self.over:
            socket.destroy()
            return
        self.sockets.append(socket)
        self.waiting.wake()

    def close(self, keep: bool = False) -> None:
        """The server is closed: nobody will come for those who wait here, unless ``keep``."""
        if not keep:
            self.server._arrivals = None
            sockets, self.sockets = self.sockets, deque()
            for socket in sockets:
                socket.destroy()
        self.waiting.wake()

    def last_has_come(self) -> None:
        """A closed listener's last connection was reported."""
        self.over = False
        self.server._arrivals = None
        self.waiting.wake()
