"""``async for socket in server``: the connections that nobody listens to."""

from __future__ import annotations

from collections import deque
from typing import Any

from .._loop.futures import Waiters
from .._loop.unretrieved import raise_error


class AcceptQueue:
    """The connections of one server that nobody listens to, for who iterates over it."""

    def __init__(self, server: Any) -> None:
        self.server = server
        self.sockets: deque[Any] = deque()
        self.waiting = Waiters()
        self.over = False  # what still comes is destroyed

    def __aiter__(self) -> AcceptQueue:
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
