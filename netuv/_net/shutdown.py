"""Server.shutdown(): every connection is ended, and those that do not end in time are reset."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from .._handles.base import Handle, unread_bytes
from .._handles.tcp import TCP
from .._listeners import Internal
from .._loop import futures
from .._loop.access import (
    check_caller,
    host_of,
    loop_of,
    queue_tick,
    queue_tick_on,
    slots_of,
    start_timer,
)
from .._loop.contexts import in_callers
from .._loop.timers import check_duration
from .._util import validators as options
from .._util.errors import server_not_running
from .._util.running import running_host
from .socket import Socket


class ShutdownCounts(NamedTuple):
    """Of the connections that were open: how many ended in time, how many were reset."""

    ended: int
    reset: int


def connections_of(server: Any) -> list[Socket]:
    """The open connections of ``server``."""
    found = []
    for handle in slots_of(server._loop).owners:
        if isinstance(handle, Handle) and isinstance(handle.owner, Socket):
            if handle.owner._server is server and not handle.owner.destroyed:
                found.append(handle.owner)
    return found


LOOK_EVERY = 10  # milliseconds: whether a connection's input was delivered


def shutdown(server: Any, grace: float, callback: Callable[..., Any] | None, drain: Any) -> Any:
    """See ``Server.shutdown``."""
    milliseconds = check_duration(grace, "grace")
    lives = 0 if drain is None else check_duration(drain, "drain")
    if callback is not None:
        options.check_callable(callback)
    loop = loop_of(server)
    check_caller(server)
    future = None
    if callback is None and running_host() is not None:
        future = futures.make_for(server, "shutdown()")
        callback = futures.FutureCallback(future)
    under_way: _Shutdown | None = server.__dict__.get("_shutdown")
    if under_way is None and _is_running(server):
        under_way = _begin(server, milliseconds, lives)
    elif under_way is not None:
        under_way.set_times(milliseconds, lives)
    if under_way is not None:
        under_way.join(lives, callback)
    elif callback is not None:
        error = server_not_running()
        loop.next_tick(callback, error, None)
    return future


def _is_running(server: Any) -> bool:
    return bool(server.listening or server._opening or server._connections or server._leaving)


def _begin(server: Any, grace: float, drain: float) -> _Shutdown:
    begun = _Shutdown(server)
    try:
        begun.set_times(grace, drain)
    except BaseException:
        begun.stop_timers()
        raise
    server.__dict__["_shutdown"] = begun
    begun.start()
    return begun


class _Shutdown(Internal):
    """A shutdown that is under way; who asks for one then joins it.

    Connections live on until ``ends_at``, are ended then, and reset at ``deadline``. One
    whose peer has sent what is not delivered yet is ended once it is.
    """

    def __init__(self, server: Any) -> None:
        self.server = server
        self.loop = loop_of(server)
        self.sockets: dict[Socket, None] = {}
        self.reset = 0
        self.callbacks: list[Callable[..., Any]] = []
        self.deadline = self.ends_at = math.inf
        self.is_ending = False
        self.was_announced = False  # by "draining"
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
        """The one with the least patience sets them."""
        now = time.monotonic()
        if now + grace / 1000 < self.deadline:
            self._call_in(grace, self._reset_rest)
            self.deadline = now + grace / 1000
        if now + drain / 1000 < self.ends_at:
            if not self.is_ending and drain > 0:
                self._call_in(drain, self._end_all)
            self.ends_at = now + drain / 1000

    def stop_timers(self) -> None:
        for timer in self.timers.values():
            timer.close()
        self.timers.clear()

    def join(self, drain: float, callback: Callable[..., Any] | None) -> None:
        """One more who asks."""
        if callback is not None:
            self.callbacks.append(in_callers(self.loop, callback))
        if running_host() is not None:
            import asyncio

            self.callers.add(asyncio.current_task())
        if drain == 0:
            self._end_all()
        elif not self.is_ending and not self.was_announced:
            self.was_announced = True
            for socket in self.sockets:
                queue_tick(socket, _emit_draining, socket)

    def add(self, socket: Socket) -> None:
        """A connection that was accepted before, and reported now."""
        if socket in self.sockets:
            return
        self.sockets[socket] = None
        if self.is_ending:
            self._end(socket)
        else:
            queue_tick(socket, _emit_draining, socket)

    def _call_in(self, milliseconds: float, callback: Callable[[], None]) -> None:
        """Calls it then, and not when it was to be called before."""
        timer = start_timer(self.server, callback, milliseconds)
        if callback in self.timers:
            self.timers[callback].close()
        self.timers[callback] = timer

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
            self._call_in(LOOK_EVERY, self._look)

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
            self._call_in(LOOK_EVERY, self._look)

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
        if host_of(self.server) is None:
            return []
        return [entry for entry in self.server._tasks() if entry[0] not in self.callers]

    def _closed(self) -> None:
        self.stop_timers()
        tasks = [task for task, _ in self._tasks()]
        if tasks:
            host_of(self.server).create_task(self._wait_for(tasks))
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
            queue_tick_on(self.loop, callback, None, counts)


class _Unread:
    """What the peer of a connection had sent, and the program not got, at a time."""

    def __init__(self, socket: Socket) -> None:
        handle = socket._handle
        self.end = socket.bytes_read + (0 if handle is None else unread_bytes(handle))
        self.was_delivered = False

    def is_delivered(self, socket: Socket) -> bool:
        """Whether the program has it all by now."""
        return socket.bytes_read >= self.end and not socket.readable_length


def _emit_draining(socket: Socket) -> None:
    if not socket.destroyed:
        socket.emit("draining")
