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


def shutdown(server: Any, grace: float, callback: Callable[..., Any] | None) -> Any:
    """See ``Server.shutdown``."""
    milliseconds = options.check_timeout(grace, "grace")
    if callback is not None:
        options.check_callable(callback)
    loop = server._loop
    loop._pointer()
    future = None
    if callback is None and running_host() is not None:
        future = _futures.make_for(server, "shutdown()")
        callback = _futures.Settle(future)
    under_way: _Shutdown | None = server.__dict__.get("_shutdown")
    if under_way is None and _is_running(server):
        under_way = server.__dict__["_shutdown"] = _Shutdown(server)
        under_way.start()
    if under_way is not None:
        under_way.join(milliseconds, callback)
    elif callback is not None:
        error = server_not_running()
        loop.next_tick(callback, error, None)
    return future


def _is_running(server: Any) -> bool:
    return bool(server.listening or server._opening or server._connections)


class _Shutdown(Internal):
    """A shutdown that is under way; who asks for one then joins it."""

    def __init__(self, server: Any) -> None:
        self.server = server
        self.loop = server._loop
        self.sockets = connections_of(server)
        self.reset = 0
        self.callbacks: list[Callable[..., Any]] = []
        self.timer: Any = None
        self.deadline = math.inf
        self.callers: set[Any] = set()  # tasks of the server's own do not wait for themselves

    def start(self) -> None:
        self.server.once("close", self._closed)
        if self.server.listening or self.server._opening:
            self.server.close()
        for socket in self.sockets:
            if socket.writable:
                socket.end()

    def join(self, grace: float, callback: Callable[..., Any] | None) -> None:
        """One more who asks: the one with the least patience sets the time."""
        if callback is not None:
            self.callbacks.append(in_callers(self.loop, callback))
        if running_host() is not None:
            import asyncio

            self.callers.add(asyncio.current_task())
        deadline = time.monotonic() + grace / 1000
        if deadline < self.deadline:
            self.deadline = deadline
            if self.timer is not None:
                self.timer.close()
            self.timer = self.loop._later(self._reset_rest, grace)

    def _reset_rest(self) -> None:
        """Time is up."""
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
        self.timer.close()
        self.timer = None
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
