"""An HTTP/1.1 server: netuv moves the bytes, h11 knows the protocol, an application answers.

The application is ``async def application(request, body)`` and gives the status, a list of
headers and the body: bytes, or an async iterable of them that is sent as it comes.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterable, Awaitable, Callable
from email.utils import formatdate
from http.client import responses
from typing import Any

import h11

import netuv

Headers = list[tuple[str, str]]
Answer = tuple[int, Headers, bytes | AsyncIterable[bytes]]
Application = Callable[[h11.Request, bytes], Awaitable[Answer]]

MAX_BODY = 8 << 20  # bytes
TEXT = ("Content-Type", "text/plain; charset=utf-8")


class Connection:
    """One client: what h11 knows of it, and its socket."""

    def __init__(self, socket: netuv.Socket) -> None:
        self.http = h11.Connection(h11.SERVER)
        self._socket = socket
        self._chunks = socket.__aiter__()

    async def receive(self) -> Any:
        """Waits for h11's next event."""
        while True:
            event = self.http.next_event()
            if event is not h11.NEED_DATA:
                return event
            if self.http.they_are_waiting_for_100_continue:
                await self.send(h11.InformationalResponse(status_code=100, headers=[]))
            try:
                self.http.receive_data(await self._chunks.__anext__())
            except StopAsyncIteration:
                self.http.receive_data(b"")

    async def body(self) -> bytes | None:
        """The whole body of a request; None if it is too long."""
        body = bytearray()
        while len(body) <= MAX_BODY:
            event = await self.receive()
            if isinstance(event, h11.EndOfMessage):
                return bytes(body)
            body += event.data
        return None

    async def send(self, *events: Any) -> None:
        """Sends h11's events in one write, and waits for room."""
        self._socket.write(b"".join(self.http.send(event) or b"" for event in events))
        await self._socket.drain()

    async def end(self) -> None:
        """Ends our side, and takes what the client still sends until it ends its own.

        Closing at once could cost the client the answer: what it sent would be met by a reset.
        """
        self._socket.end()
        async for _ in self._chunks:
            pass

    async def respond(self, answer: Answer, *, head: bool = False, close: bool = False) -> None:
        """Sends an answer; h11 chooses between Content-Length, chunks and closing."""
        status, headers, body = answer
        headers = [*headers, ("Date", formatdate(usegmt=True))]
        if close:
            headers.append(("Connection", "close"))
        if isinstance(body, bytes):
            headers.append(("Content-Length", str(len(body))))
        reason = responses.get(status, "")
        start = h11.Response(status_code=status, reason=reason.encode(), headers=headers)
        end = h11.EndOfMessage()
        if head:
            await self.send(start, end)
        elif isinstance(body, bytes):
            await self.send(start, h11.Data(data=body), end)
        else:
            await self.send(start)
            async for piece in body:
                await self.send(h11.Data(data=piece))
            await self.send(end)


class HttpServer:
    """``server`` is the netuv server: have it listen."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.server = netuv.create_server(self._serve, no_delay=True)
        self.answered = 0
        self._answering = 0
        self._stopping = False
        self._idle = asyncio.Event()

    async def stop(self, grace: float) -> tuple[int, int]:
        """Finishes the answers under way, closes all connections; ``grace``: milliseconds.

        As ``server.shutdown``, which by itself would cut an answer short.
        """
        deadline = time.monotonic() + grace / 1000
        self._stopping = True
        if self._answering:
            try:
                await asyncio.wait_for(self._idle.wait(), grace / 1000)
            except asyncio.TimeoutError:
                pass  # the rest is reset
        return await self.server.shutdown(max(0, deadline - time.monotonic()) * 1000)

    async def _serve(self, socket: netuv.Socket) -> None:
        connection = Connection(socket)
        try:
            try:
                while await self._answer_next(connection):
                    connection.http.start_next_cycle()
            except h11.RemoteProtocolError as error:
                if connection.http.our_state in (h11.IDLE, h11.SEND_RESPONSE):
                    await connection.respond(status_page(error.error_status_hint), close=True)
            await connection.end()
        except (OSError, netuv.StateError):
            pass  # the client is gone

    async def _answer_next(self, connection: Connection) -> bool:
        """Answers one request; whether there may be another one."""
        request = await connection.receive()
        if isinstance(request, h11.ConnectionClosed):
            return False
        self._answering += 1
        try:
            body = await connection.body()
            answer = status_page(413) if body is None else await self._ask(request, body)
            close = self._stopping or body is None
            await connection.respond(answer, head=request.method == b"HEAD", close=close)
            self.answered += 1
        finally:
            self._answering -= 1
            if self._stopping and not self._answering:
                self._idle.set()
        states = {connection.http.our_state, connection.http.their_state}
        return states == {h11.DONE} and not self._stopping

    async def _ask(self, request: h11.Request, body: bytes) -> Answer:
        try:
            return await self.application(request, body)
        except Exception as error:
            context = {"message": "The application failed", "exception": error}
            asyncio.get_running_loop().call_exception_handler(context)
            return status_page(500)


def status_page(status: int) -> Answer:
    """An answer that only names its status."""
    return status, [TEXT], f"{status} {responses[status]}\n".encode()
