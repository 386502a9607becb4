"""Server.shutdown(): every connection is ended, and those that do not end in time are reset."""

from __future__ import annotations

import time
from typing import Any, Callable, NamedTuple

from . import _futures
from . import _options as options
from ._callbacks import takes_error
from ._errors import StateError
from ._handle import TCP, Handle
from ._loop import _running_host
from ._socket import Socket


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
    server._loop._pointer()
    future = None
    if callback is None and _running_host() is not None:
        future = _futures.make_for(server, "shutdown()")
        callback = _futures.Settle(future)
    _Shutdown(server, callback).start(milliseconds)
    return future


class _Shutdown:
    """One shutdown that is under way."""

    def __init__(self, server: Any, callback: Callable[..., Any] | None) -> None:
        self.server = server
        self.callback = callback
        self.count = 0
        self.reset = 0
        self.timer: Any = None
        self.deadline = 0.0
        self.host = server._loop._host
        self.caller: Any = None  # a task of the server's own does not wait for itself

    def start(self, grace: float) -> None:
        server, loop = self.server, self.server._loop
        self.deadline = time.monotonic() + grace / 1000
        if self.host is not None:
            import asyncio

            self.caller = asyncio.current_task() if _running_host() is not None else None
        sockets = connections_of(server)
        self.count = len(sockets)
        if not server.listening and not sockets:
            error = StateError("ERR_SERVER_NOT_RUNNING", "Server is not running.")
            loop.next_tick(self._call_back, error)
            return
        server.once("close", self._closed)
        if server.listening:
            server.close()
        for socket in sockets:
            if socket.writable:
                socket.end()
        if sockets:
            self.timer = loop.set_timeout(self._reset_rest, grace)

    def _reset_rest(self) -> None:
        """Time is up."""
        self.timer = None
        for socket in connections_of(self.server):
            self.reset += 1
            if isinstance(socket._handle, TCP):
                socket.reset_and_destroy()
            else:
                socket.destroy()
            for task, args in self._tasks():
                if args and args[0] is socket:
                    task.cancel()

    def _tasks(self) -> list[tuple[Any, tuple[Any, ...]]]:
        if self.host is None:
            return []
        return [entry for entry in self.server._tasks() if entry[0] is not self.caller]

    def _closed(self) -> None:
        if self.timer is not None:
            self.timer.close()
        tasks = [task for task, _ in self._tasks()]
        if tasks:
            self.host.create_task(self._wait_for(tasks))
        else:
            self._call_back(None)

    async def _wait_for(self, tasks: list[Any]) -> None:
        """The connections are gone, their tasks have the rest of the time."""
        import asyncio

        _, late = await asyncio.wait(tasks, timeout=max(0, self.deadline - time.monotonic()))
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late)
        self._call_back(None)

    def _call_back(self, error: BaseException | None) -> None:
        if self.callback is None:
            return
        if error is not None:
            takes_error(self.callback)(error)
        else:
            self.callback(None, ShutdownCounts(self.count - self.reset, self.reset))
