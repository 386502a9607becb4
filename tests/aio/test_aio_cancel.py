"""Every await may be cancelled at any moment: nothing leaks, no byte is lost, all goes on.

Each case starts a wait, lets the asyncio loop make some iterations, none at first, then one
more each time, and cancels it: before it has begun, while it waits, with its answer there,
and after its end.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from support.hosts import Host, Pair, settled, until
from support.peers import HOST, port_of

import netuv
from netuv.stream import PassThrough, finished, pipeline

ITERATIONS = 21
CANCELLED = object()
LOAD = random.Random(5).randbytes(6 << 20)  # more than the kernel takes at once
LINES = b"".join(b"%d " % number + b"x" * (number % 50) + b"\n" for number in range(2000))

Cancel = Callable[[Callable[[], Any]], Coroutine[Any, Any, Any]]
Case = Callable[[Cancel], Coroutine[Any, Any, None]]


def cancel_after(iterations: int, cancelled: list[int]) -> Cancel:
    """What awaits, but is cancelled after so many iterations of the loop: then CANCELLED."""

    async def cancel(start: Callable[[], Any]) -> Any:
        async def wait() -> Any:
            return await start()

        task = asyncio.ensure_future(wait())
        for _ in range(iterations):
            await asyncio.sleep(0)
        task.cancel()
        try:
            return await task
        except asyncio.CancelledError:
            cancelled.append(iterations)
            return CANCELLED

    return cancel


def listeners(emitter: netuv.EventEmitter) -> dict[str, int]:
    """How many listeners ``emitter`` has, by event."""
    return {event: emitter.listener_count(event) for event in emitter.event_names()}


async def send(socket: netuv.Socket, data: bytes) -> None:
    """Writes ``data`` in pieces, between which others run, and ends."""
    for start in range(0, len(data), 700):
        socket.write(data[start : start + 700])
        await asyncio.sleep(0)
    socket.end()


async def rest_of(socket: netuv.Socket) -> bytes:
    """What comes until the end."""
    return b"".join([chunk async for chunk in socket])


# -- the cases ---------------------------------------------------------------------------


def reading(read: Callable[[netuv.Socket], Any]) -> Case:
    """A read is cancelled three times; what is read before and after is all there was."""

    async def case(cancel: Cancel) -> None:
        async with Pair() as (client, served):
            before = listeners(client)
            sending = asyncio.ensure_future(send(served, LINES))
            received = bytearray()
            for _ in range(3):
                chunk = await cancel(lambda: read(client))
                if chunk is not CANCELLED:
                    received += chunk
                elif client._read_queue is not None and client._read_queue.reader is not None:
                    assert not client._read_queue.reader.awaited
            assert listeners(client) == before
            received += await rest_of(client)
            await sending
            assert received == LINES

    return case


async def connecting(cancel: Cancel) -> None:
    async with netuv.create_server(lambda socket: socket.pipe(socket)).listen(0, HOST) as server:
        socket = netuv.connect(port_of(server), "localhost", family=4)
        if await cancel(lambda: socket) is CANCELLED:
            assert listeners(socket) == {}
            if not socket.destroyed:  # it had not begun
                assert await socket is socket
                socket.destroy()
            await until(lambda: socket.closed)
            socket = await netuv.connect(port_of(server), "localhost", family=4)
        socket.end(b"all of it")
        assert await rest_of(socket) == b"all of it"


async def listening(cancel: Cancel) -> None:
    server = netuv.create_server().listen(0, "localhost")
    await cancel(lambda: server)
    if not server._opening and not server.listening:
        server.listen(0, "localhost")
    assert listeners(server) == {}
    assert await server is server
    async with server:
        assert server.listening


async def accepting(cancel: Cancel) -> None:
    async with netuv.create_server().listen(0, HOST) as server:
        client = netuv.connect(port_of(server), "localhost", family=4)
        arrivals = server.__aiter__()
        served = await cancel(arrivals.__anext__)
        if served is CANCELLED:
            served = await arrivals.__anext__()
        assert arrivals.waiting == []
        await client
        assert served.remote_port == client.local_port
        served.end(b"hello")
        assert await rest_of(client) == b"hello"


async def draining(cancel: Cancel) -> None:
    async with Pair() as (client, served):
        client.write(LOAD)
        receiving = asyncio.ensure_future(rest_of(served))
        for _ in range(3):
            if await cancel(client.drain) is CANCELLED:
                assert not client._ensure_write_queue().drain_waiters
        assert listeners(client) == {}
        await client.drain()
        client.end()
        assert await receiving == LOAD


async def waiting_once(cancel: Cancel) -> None:
    async with Pair() as (client, served):
        before = listeners(client)
        served.end()
        client.resume()
        collected = await cancel(lambda: netuv.once(client, "end"))
        assert collected in ((), CANCELLED)
        assert listeners(client) == before
        await until(lambda: client.closed)


async def waiting_once_with_a_signal(cancel: Cancel) -> None:
    async with Pair() as (client, served):
        controller = netuv.AbortController()
        served.write(b"something")
        await cancel(lambda: netuv.once(client, "readable", signal=controller.signal))
        assert len(controller.signal._listeners) == 0
        controller.abort()
        served.end()
        assert await rest_of(client) == b"something"


async def leaving_a_socket(cancel: Cancel) -> None:
    async with Pair() as (client, served):

        async def use() -> None:
            async with client:
                client.write(LOAD)

        receiving = asyncio.ensure_future(rest_of(served))
        if await cancel(use) is not CANCELLED:
            assert await receiving == LOAD
        else:
            client.destroy()  # it may not have begun
            await until(lambda: client.closed)
            await asyncio.wait([receiving])
            received = b"" if receiving.exception() else receiving.result()
            assert LOAD.startswith(received)
        assert listeners(client) == {}


async def leaving_a_server(cancel: Cancel) -> None:
    ended: list[str] = []

    async def handler(socket: netuv.Socket) -> None:
        try:
            await socket.read_exactly(1)
        finally:
            await asyncio.sleep(0)
            ended.append("handler")

    server = await netuv.create_server(handler).listen(0, HOST)
    client = await netuv.connect(port_of(server), HOST)
    without_task = await netuv.connect(port_of(server), HOST)
    await until(lambda: len(server._tasks()) == 2)
    await settled()

    async def use() -> None:
        async with server:
            pass

    if await cancel(use) is CANCELLED:
        server.close()  # it may not have begun
        for task, _ in server._tasks():
            task.cancel()
    await until(lambda: not server._connections and not server._tasks())
    assert ended == ["handler"] * 2
    await settled()
    assert listeners(server) == {"connection": 1}
    client.destroy()
    without_task.destroy()


async def piping(cancel: Cancel) -> None:
    async with Pair() as (client, served):
        served.on("error", lambda error: None)  # it writes to an end that may be destroyed
        through = PassThrough()
        sending = asyncio.ensure_future(send(served, LINES))
        received = bytearray()
        through.on("data", received.extend)
        begun: list[Any] = []

        def begin() -> Any:
            begun.append(pipeline(client, through))
            return begun[0]

        if await cancel(begin) is not CANCELLED:
            assert received == LINES
        elif begun:
            assert client.destroyed and through.destroyed
            assert LINES.startswith(received)
        else:
            client.destroy()
            through.destroy()
        await until(lambda: client.closed and through.closed)
        await asyncio.wait([sending])


async def finishing(cancel: Cancel) -> None:
    async with Pair() as (client, served):
        before = listeners(client)
        sending = asyncio.ensure_future(send(served, LINES))
        reading = asyncio.ensure_future(rest_of(client))
        await cancel(lambda: finished(client))
        await asyncio.sleep(0)  # a future's callbacks come with the next iteration
        assert listeners(client) == before
        assert await reading == LINES
        await sending


async def looking_up(cancel: Cancel) -> None:
    first = await cancel(lambda: netuv.dns.lookup("localhost", family=4))
    second = await cancel(lambda: netuv.dns.lookup("127.0.0.1"))
    assert first in (CANCELLED, (HOST, 4))
    assert second in (CANCELLED, (HOST, 4))
    assert await netuv.dns.lookup("localhost", family=4) == (HOST, 4)


async def shutting_down(cancel: Cancel) -> None:
    served: list[netuv.Socket] = []
    server = await netuv.create_server(served.append).listen(0, HOST)
    stays = await netuv.connect(port_of(server), HOST, allow_half_open=True)
    await until(lambda: served)
    counts = await cancel(lambda: server.shutdown(1))
    if counts is CANCELLED and server.listening:  # it had not begun
        counts = await server.shutdown(1)
    await until(lambda: not server._connections)
    assert counts in (CANCELLED, (0, 1))
    await settled()
    assert listeners(server) == {"connection": 1}
    stays.on("error", lambda error: None).destroy()


CASES: dict[str, Case] = {
    "await socket": connecting,
    "await server": listening,
    "async for socket in server": accepting,
    "async for chunk in socket": reading(lambda socket: socket.__aiter__().__anext__()),
    "read_exactly": reading(lambda socket: socket.read_exactly(1000)),
    "read_until": reading(lambda socket: socket.read_until(b"99 ")),
    "read_line": reading(lambda socket: socket.read_line()),
    "drain": draining,
    "once": waiting_once,
    "once with a signal": waiting_once_with_a_signal,
    "async with socket": leaving_a_socket,
    "async with server": leaving_a_server,
    "pipeline": piping,
    "finished": finishing,
    "lookup": looking_up,
    "shutdown": shutting_down,
}


@pytest.mark.parametrize("name", CASES)
def test_a_wait_may_be_cancelled_at_any_moment(
    host: Host, name: str, descriptors: Callable[[], set[str]]
) -> None:
    cancelled: list[int] = []

    async def main() -> None:
        for iterations in range(ITERATIONS):
            try:
                await CASES[name](cancel_after(iterations, cancelled))
            except AssertionError as error:
                raise AssertionError(f"cancelled after {iterations} iterations") from error
        await settled()
        waiting: set[Any] = netuv.get_loop()._waiting  # type: ignore[attr-defined]
        assert waiting == set()

    before = descriptors()
    host.run(main())
    assert host.reported == []
    assert descriptors() == before
    assert max(cancelled) > 0  # while it waited
