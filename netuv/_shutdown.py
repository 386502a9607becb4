"""Server.shutdown(): every connection is ended, and those that do not end in time are reset."""

from __future__ import annotations

import math
import time
from typing import Any, Callable, NamedTuple

from . import _futures
from . import _options as options
from ._contexts import in_callers
from ._errors import server_not_running
from ._events import Internal
from ._handle import TCP, Handle
from ._socket import Socket
from ._threads import running_host


class ShutdownCounts(NamedTuple):
    """Of the connections that were open: how many ended in time, how many were reset."""

    ended: int
    reset: int


def connections_of(server: Any) -> list[Socket]:
    """The open connections of ``server``."""
    found = []
    for handle in server._loop._owners:
        if isinstance(handle, Handle) and isinstance(handle.owner, Socket):
            if handle.owner._server is server:
                found.append(handle.owner)
    return found


LOOK_EVERY = 10  # milliseconds: whether a connection's input was delivered


def shutdown(server: Any, grace: float, callback: Callable[..., Any] | None, drain: Any) -> Any:
    """See ``Server.shutdown``."""
    milliseconds = options.check_timeout(grace, "grace")
    lives = 0 if drain is None else options.check_timeout(drain, "drain")
    if callback is not None:
        options.check_callable(callback)
    loop = server._loop
    loop._pointer()
    future = None
    if callback is None and running_host() is not None:
        future = _futures.make_for(server, "shutdown()")
        callback = _futures.Settle(future)
    under_way: _Shutdown | None = server.__dict__.get("_shutdown")
    is_first = under_way is None
    if is_first and _is_running(server):
        under_way = _Shutdown(server)
    if under_way is not None:
        under_way.set_times(milliseconds, lives)  # all of it that can fail
        if is_first:
            server.__dict__["_shutdown"] = under_way
            under_way.start()
        under_way.join(lives == 0, is_first, callback)
    elif callback is not None:
        error = server_not_running()
        loop.next_tick(callback, error, None)
    return future


def _is_running(server: Any) -> bool:
    return bool(server.listening or server._opening or server._connections or server._leaving)


class _Shutdown(Internal):
    """A shutdown that is under way; who asks for one then joins it.

    Connections live on until ``ends_at``, are ended then, and reset at ``deadline``. One
    whose peer has sent what is not delivered yet is ended once it is.
    """

    def __init__(self, server: Any) -> None:
        self.server = server
        self.loop = server._loop
        self.sockets: dict[Socket, None] = {}
        self.reset = 0
        self.callbacks: list[Callable[..., Any]] = []
        self.deadline = self.ends_at = math.inf
        self.is_ending = False
        self.unread: dict[Socket, _Unread] = {}  # not ended yet
        self.timers: dict[Callable[[], None], Any] = {}
        self.callers: set[Any] = set()  # tasks of the server's own do not wait for themselves

    @property
    def draining(self) -> bool:
        """Whether the connections live on."""
        return not self.is_ending

    def start(self) -> None:
        server = self.server
        server.once("close", self._closed)
        self.sockets = dict.fromkeys(connections_of(server))
        if server.listening or server._opening:
            server._stop_listening(waiting=True)

    def set_times(self, grace: float, drain: float) -> None:
        """The one with the least patience sets them. Where this fails nothing has changed."""
        now = time.monotonic()
        timers: dict[Callable[[], None], Any] = {}
        try:
            if now + grace / 1000 < self.deadline:
                timers[self._reset_rest] = self.loop._later(self._reset_rest, grace)
            if now + drain / 1000 < self.ends_at and not self.is_ending and drain > 0:
                timers[self._end_all] = self.loop._later(self._end_all, drain)
        except BaseException:
            for timer in timers.values():
                timer.close()
            raise
        self.deadline = min(self.deadline, now + grace / 1000)
        self.ends_at = min(self.ends_at, now + drain / 1000)
        for callback, timer in timers.items():
            self._set_timer(callback, timer)

    def join(self, at_once: bool, is_first: bool, callback: Callable[..., Any] | None) -> None:
        """One more who asks."""
        if callback is not None:
            self.callbacks.append(in_callers(self.loop, callback))
        if running_host() is not None:
            import asyncio

            self.callers.add(asyncio.current_task())
        if at_once:
            self._end_all()
        elif is_first:
            for socket in self.sockets:
                socket._tick(_emit_draining, socket)

    def add(self, socket: Socket) -> None:
        """A connection that was accepted before, and reported now."""
        if socket in self.sockets:
            return
        self.sockets[socket] = None
        if self.is_ending:
            self._end(socket)
        else:
            socket._tick(_emit_draining, socket)

    def _set_timer(self, callback: Callable[[], None], timer: Any) -> None:
        """``timer`` calls it, and not the one that was to call it before."""
        if callback in self.timers:
            self.timers[callback].close()
        self.timers[callback] = timer

    def _look_soon(self) -> None:
        """Without memory for a timer at once, again and again."""
        try:
            timer = self.loop._later(self._look, LOOK_EVERY)
        except (MemoryError, OSError):
            self.loop.set_immediate(self._look)
        else:
            self._set_timer(self._look, timer)

    def _end_all(self) -> None:
        if not self.is_ending:
            self.is_ending = True
            for socket in self.sockets:
                self._end(socket)

    def _end(self, socket: Socket) -> None:
        if not socket.writable:
            return
        unread = _Unread(socket)
        if unread.is_delivered(socket):
            socket.end()
            return
        self.unread[socket] = unread
        if len(self.unread) == 1:
            self._look_soon()

    def _look(self) -> None:
        """Ends those whose input is delivered: for a moment already, so that a task has it."""
        for socket, unread in list(self.unread.items()):
            if not socket.writable or unread.was_delivered:
                del self.unread[socket]
                if socket.writable:
                    socket.end()
            elif unread.is_delivered(socket):
                unread.was_delivered = True
        if self.unread:
            self._look_soon()

    def _reset_rest(self) -> None:
        """Time is up."""
        self.is_ending = True
        late = {socket for socket in self.sockets if not socket.destroyed}
        self.reset += len(late)
        for socket in late:
            if isinstance(socket._handle, TCP):
                socket.reset_and_destroy()
            else:
                socket.destroy()
        for task, args in self._tasks():
            if args and args[0] in late:
                task.cancel()

    def _tasks(self) -> list[tuple[Any, tuple[Any, ...]]]:
        if self.loop._host is None:
            return []
        return [entry for entry in self.server._tasks() if entry[0] not in self.callers]

    def _closed(self) -> None:
        for timer in self.timers.values():
            timer.close()
        self.timers.clear()
        tasks = [task for task, _ in self._tasks()]
        if tasks:
            self.loop._host.create_task(self._wait_for(tasks))
        else:
            self._finish()

    async def _wait_for(self, tasks: list[Any]) -> None:
        """The connections are gone, their tasks have the rest of the time."""
        import asyncio

        _, late = await asyncio.wait(tasks, timeout=max(0, self.deadline - time.monotonic()))
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late)
        self._finish()

    def _finish(self) -> None:
        self.server.__dict__.pop("_shutdown", None)
        counts = ShutdownCounts(len(self.sockets) - self.reset, self.reset)
        for callback in self.callbacks:
            self.loop._tick(callback, None, counts)


class _Unread:
    """What the peer of a connection had sent, and the program not got, at a time."""

    def __init__(self, socket: Socket) -> None:
        handle = socket._handle
        self.end = socket.bytes_read + (0 if handle is None else handle._unread())
        self.was_delivered = False

    def is_delivered(self, socket: Socket) -> bool:
        """Whether the program has it all by now."""
        return socket.bytes_read >= self.end and not socket.readable_length


def _emit_draining(socket: Socket) -> None:
    if not socket.destroyed:
        socket.emit("draining")
