"""A Redis client: any number of tasks send commands over one connection, pipelined.

Redis answers in the order of the commands: so whoever sends one queues a future, and one
task reads the replies and settles the futures in turn.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable
from typing import Any

import netuv

Command = tuple[Any, ...]  # the arguments; what is not bytes is sent as str() makes it


class RedisError(Exception):
    """Redis refused a command."""


class Redis:
    """``async with Redis(6379) as redis``; the arguments are those of ``netuv.connect``."""

    def __init__(self, *address: Any) -> None:
        self.socket = netuv.connect(*address)
        self._waiting: deque[asyncio.Future[Any]] = deque()

    async def __aenter__(self) -> Redis:
        await self.socket
        self._replies = asyncio.create_task(self._read_replies())
        return self

    async def __aexit__(self, *_: object) -> None:
        self.socket.end()
        await self._replies

    async def execute(self, *command: Any) -> Any:
        """Sends one command and waits for its reply; raises a RedisError."""
        return (await self.pipeline([command]))[0]

    async def pipeline(self, commands: Iterable[Command]) -> list[Any]:
        """Sends many commands, waiting only for room to send them; all the replies."""
        replies = []
        for command in commands:
            replies.append(self._send(command))
            await self.socket.drain()
        return await asyncio.gather(*replies)

    def _send(self, command: Command) -> asyncio.Future[Any]:
        if self._replies.done():
            raise ConnectionError("The connection to Redis is closed")
        self.socket.write(encode(command))
        reply = asyncio.get_running_loop().create_future()
        self._waiting.append(reply)
        return reply

    async def _read_replies(self) -> None:
        failure: Exception = ConnectionError("The connection to Redis is closed")
        try:
            while True:
                reply = await self._read_reply()
                waiting = self._waiting.popleft()
                if waiting.done():  # cancelled
                    continue
                if isinstance(reply, RedisError):
                    waiting.set_exception(reply)
                else:
                    waiting.set_result(reply)
        except asyncio.IncompleteReadError:
            pass  # Redis has closed
        except Exception as error:
            failure = error
        finally:
            self.socket.destroy()
            for waiting in self._waiting:
                if not waiting.done():
                    waiting.set_exception(failure)
                    waiting.exception()  # its task may have failed before it could wait

    async def _read_reply(self) -> Any:
        line = await self.socket.read_until(b"\r\n")
        kind, rest = line[:1], line[1:-2]
        if kind == b"+":
            return rest.decode()
        if kind == b"-":
            return RedisError(rest.decode())
        if kind == b":":
            return int(rest)
        if kind == b"$":
            return (await self.socket.read_exactly(int(rest) + 2))[:-2] if rest != b"-1" else None
        if kind == b"*":
            return [await self._read_reply() for _ in range(int(rest))] if rest != b"-1" else None
        raise ValueError(f"Not a reply of Redis: {line!r}")


def encode(command: Command) -> bytes:
    """A command as Redis reads it: an array of byte strings."""
    parts = [b"*%d\r\n" % len(command)]
    for argument in command:
        data = argument if isinstance(argument, bytes) else str(argument).encode()
        parts.append(b"$%d\r\n%b\r\n" % (len(data), data))
    return b"".join(parts)
