"""What a Socket has for asyncio, beside ``async for``."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, TypeVar

from ..stream import _reader
from ..stream._state import ERROR_WAITS
from . import claims, waits
from .socket_state import SocketState

Self = TypeVar("Self", bound="AsyncSocket")


class AsyncSocket(SocketState):
    """The awaits of a Socket. Each may be cancelled: no byte is lost, and the next one works.

    An await raises what ``"error"`` would tell, also an error that came before it; such an
    error needs no listener. Outside asyncio, and for a socket of another loop, it is
    ``ERR_ASYNC_OUTSIDE_ASYNCIO``.
    """

    __slots__ = ()

    def __await__(self: Self) -> Generator[Any, None, Self]:
        """``socket = await netuv.connect(8124)``: waits for ``"connect"``; the socket.

        Raises what ``"error"`` would tell, ``ERR_SOCKET_CLOSED_BEFORE_CONNECTION`` if it is
        closed before, ``ERR_SOCKET_CLOSED`` if it does not connect. A wait that is cancelled
        destroys the socket, of several the last one: nobody would have it.
        """
        claims.begun(self)
        return claims.connected(self).__await__()

    @property
    def _asyncio_future_blocking(self) -> None:
        """None: it is no future. asyncio asks before it makes a task of the socket."""
        if self.connecting:
            claims.offer(self, self.destroy)

    async def __aenter__(self: Self) -> Self:
        """``async with netuv.connect(8124) as socket``: connected inside, closed after it."""
        try:
            return await self
        except BaseException:
            self.destroy()
            raise

    async def __aexit__(self, kind: object, error: object, trace: object) -> None:
        """Sends what is queued, closes and waits for ``"close"``; after an exception at once."""
        await waits.leave_socket(self, kind is not None)

    async def drain(self) -> None:
        """Waits while more than ``writable_high_water_mark`` bytes are queued.

        Any number of tasks may. Raises the socket's error, or ``ERR_STREAM_DESTROYED``.
        """
        if not self._fast or self._life & ERROR_WAITS:
            await waits.drain(self)

    async def read_exactly(self, n: int) -> Any:
        """Waits for ``n`` bytes, and takes them; characters, if there is an encoding.

        Raises ``asyncio.IncompleteReadError`` at the end of the data, with what is left as
        its ``partial``; the socket's error; ``ERR_STREAM_PREMATURE_CLOSE`` when destroyed.
        """
        return await _reader.read_exactly(self, n)

    async def read_until(self, separator: Any, limit: int = _reader.DEFAULT_LIMIT) -> Any:
        """Waits for ``separator``, and takes all up to and with it.

        ``limit`` (bytes, 64 KiB): of what comes before it. Beyond that
        ``asyncio.LimitOverrunError``, and nothing is taken; the rest as ``read_exactly``.
        ``separator`` is a ``str`` if there is an encoding.
        """
        return await _reader.read_until(self, separator, limit)

    async def read_line(self, limit: int = _reader.DEFAULT_LIMIT) -> Any:
        """Waits for a line, and takes it with its newline; the last one may have none.

        Empty at the end. ``limit`` (bytes, 64 KiB) and errors as in ``read_until``.
        """
        return await _reader.read_line(self, limit)
