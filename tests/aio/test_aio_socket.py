"""``await``, ``async with``, drain() and once() of a Socket; their cancelling."""

from __future__ import annotations

import asyncio
import socket as plain
from typing import Any

import pytest
from support.hosts import Host, Pair, count_bytes, settled, until
from support.peers import port_of

import netuv

MiB = 1 << 20


# -- await socket ------------------------------------------------------------------------


def test_awaiting_a_socket_waits_for_its_connection(host: Host) -> None:
    async def main() -> None:
        async with netuv.create_server().listen(0, "127.0.0.1") as server:
            socket = netuv.connect(port_of(server), "127.0.0.1")
            assert socket.connecting
            assert await socket is socket
            assert socket.ready_state == "open"
            assert await socket is socket
            socket.destroy()
            (await server.__aiter__().__anext__()).destroy()

    host.run(main())


def test_awaiting_a_socket_raises_why_it_does_not_connect(host: Host, port: int) -> None:
    async def main() -> netuv.Socket:
        socket = netuv.connect(port, "127.0.0.1")
        with pytest.raises(ConnectionRefusedError) as raised:
            await socket
        assert raised.value.code == "ECONNREFUSED"  # type: ignore[attr-defined]
        with pytest.raises(ConnectionRefusedError):
            await socket
        return socket

    host.run(main())
    assert host.reported == []


def test_an_error_waits_for_the_next_await(host: Host, port: int) -> None:
    async def main() -> None:
        socket = netuv.connect(port, "127.0.0.1")
        await until(lambda: socket.destroyed)
        await settled()
        with pytest.raises(ConnectionRefusedError):
            await socket.drain()

    host.run(main())
    assert host.reported == []


def test_an_error_that_nobody_awaits_is_reported(host: Host, port: int) -> None:
    async def main() -> None:
        netuv.connect(port, "127.0.0.1")
        await settled()

    host.run(main())
    assert [type(error) for error in host.errors()] == [ConnectionRefusedError]


def test_an_error_of_a_kept_socket_is_reported_when_the_loop_ends(host: Host, port: int) -> None:
    kept = []

    async def main() -> None:
        kept.append(netuv.connect(port, "127.0.0.1"))
        await settled()
        assert host.reported == []

    host.run(main())
    assert [type(error) for error in host.errors()] == [ConnectionRefusedError]


def test_an_error_with_a_listener_is_the_listener_s(host: Host, port: int) -> None:
    async def main() -> list[Any]:
        seen: list[Any] = []
        netuv.connect(port, "127.0.0.1").on("error", seen.append)
        await settled()
        return seen

    assert [type(error) for error in host.run(main())] == [ConnectionRefusedError]
    assert host.reported == []


def test_a_socket_that_does_not_connect_is_not_waited_for(host: Host) -> None:
    async def main() -> list[str]:
        codes = []
        with pytest.raises(netuv.StateError) as raised:
            await netuv.Socket()
        codes.append(raised.value.code)
        socket = netuv.connect(1, "name.test", lookup=lambda name, callback, **_: None)
        asyncio.get_running_loop().call_soon(socket.destroy)
        with pytest.raises(netuv.StateError) as raised:
            await socket
        codes.append(raised.value.code)
        return codes

    assert host.run(main()) == ["ERR_SOCKET_CLOSED", "ERR_SOCKET_CLOSED_BEFORE_CONNECTION"]


def test_a_cancelled_connect_destroys_the_socket(host: Host) -> None:
    async def main() -> None:
        async with netuv.create_server().listen(0, "127.0.0.1") as server:
            answers: list[Any] = []
            socket = netuv.connect(
                port_of(server),
                "name.test",
                lookup=lambda name, callback, **_: answers.append(callback),
            )
            task = asyncio.ensure_future(socket)
            await settled()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            answers[0](None, "127.0.0.1", 4)
            await settled()
            assert socket.closed and not server._connections
            assert socket.listener_count("connect") == socket.listener_count("error") == 0
            with pytest.raises(netuv.StateError, match="Socket is closed"):
                await socket

    host.run(main())


def test_an_error_that_meets_a_cancelled_await_is_kept(host: Host, port: int) -> None:
    async def main() -> None:
        socket = netuv.connect(port, "127.0.0.1")
        task = asyncio.ensure_future(socket)
        socket.on("close", lambda _: task.cancel())  # the await has the error, and is cancelled
        with pytest.raises(asyncio.CancelledError):
            await task
        with pytest.raises(ConnectionRefusedError):
            await socket

    host.run(main())
    assert host.reported == []


def test_a_socket_of_another_loop_cannot_be_awaited(host: Host) -> None:
    socket = netuv.Socket()

    async def main() -> None:
        for wait in (socket.__aiter__().__anext__(), netuv.once(socket, "close")):
            with pytest.raises(netuv.StateError) as raised:
                await wait
            assert raised.value.code == "ERR_ASYNC_OUTSIDE_ASYNCIO"

    host.run(main())


# -- async with --------------------------------------------------------------------------


def test_async_with_sends_what_is_queued_and_closes(host: Host) -> None:
    async def main() -> int:
        async with netuv.create_server().listen(0, "127.0.0.1") as server:
            async with netuv.connect(port_of(server), "127.0.0.1") as socket:
                served = await server.__aiter__().__anext__()
                socket.write(bytes(4 * MiB))
                count = asyncio.ensure_future(count_bytes(served))
            assert socket.closed and socket.destroyed
            return await count

    assert host.run(main()) == 4 * MiB


def test_async_with_closes_at_once_when_its_body_fails(host: Host) -> None:
    async def main() -> None:
        async with Pair() as (client, served):
            with pytest.raises(LookupError):
                async with client:
                    client.write(bytes(50 * MiB))
                    raise LookupError("bad")
            assert client.closed
            assert served.bytes_read < 50 * MiB

    host.run(main())
    assert host.reported == []


def test_async_with_raises_the_error_of_the_socket(host: Host) -> None:
    async def main() -> None:
        async with Pair() as (client, served):
            with pytest.raises(LookupError, match="bad"):
                async with client:
                    client.destroy(LookupError("bad"))

    host.run(main())
    assert host.reported == []


def test_async_with_that_is_cancelled_while_it_connects_closes_the_socket(host: Host) -> None:
    sockets = []

    async def enter(port: int) -> None:
        sockets.append(netuv.connect(port, "127.0.0.1"))
        async with sockets[0]:
            raise AssertionError("it was cancelled")

    async def main() -> None:
        async with netuv.create_server().listen(0, "127.0.0.1") as server:
            task = asyncio.ensure_future(enter(port_of(server)))
            await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert sockets[0].destroyed
            server.close()

    host.run(main())


def test_async_with_that_is_cancelled_while_it_flushes_closes_at_once(host: Host) -> None:
    async def leave(client: netuv.Socket) -> None:
        async with client:
            client.write(bytes(50 * MiB))

    async def main() -> None:
        async with Pair() as (client, served):
            task = asyncio.ensure_future(leave(client))
            await settled()
            assert not task.done()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await until(lambda: client.closed)

    host.run(main())


# -- drain -------------------------------------------------------------------------------


def test_drain_returns_at_once_below_the_mark(host: Host) -> None:
    async def main() -> None:
        async with Pair() as (client, served):
            client.write(b"small")
            step = client.drain()
            with pytest.raises(StopIteration):
                step.send(None)

    host.run(main())


def test_many_tasks_may_wait_for_the_drain(host: Host) -> None:
    async def main() -> None:
        async with Pair() as (client, served):
            client.write(bytes(20 * MiB))
            tasks = [asyncio.ensure_future(client.drain()) for _ in range(20)]
            await settled()
            assert not any(task.done() for task in tasks)
            tasks[3].cancel()
            served.resume()
            done = await asyncio.gather(*tasks, return_exceptions=True)
            assert [type(result) for result in done].count(asyncio.CancelledError) == 1
            assert client.writable_length <= client.writable_high_water_mark

    host.run(main())


def test_drain_raises_why_nothing_more_will_be_sent(host: Host) -> None:
    async def main() -> list[str]:
        codes = []
        async with Pair() as (client, served):
            client.write(bytes(20 * MiB))
            task = asyncio.ensure_future(client.drain())
            await settled()
            served.reset_and_destroy()
            with pytest.raises(OSError) as raised:
                await task
            codes.append(raised.value.code in ("ECONNRESET", "EPIPE"))  # type: ignore[attr-defined]
        async with Pair() as (client, served):
            client.write(bytes(20 * MiB))
            task = asyncio.ensure_future(client.drain())
            await settled()
            client.destroy()
            with pytest.raises(netuv.StateError) as state:
                await task
            codes.append(state.value.code)
            with pytest.raises(netuv.StateError):
                await client.drain()
        return codes

    assert host.run(main()) == [True, "ERR_STREAM_DESTROYED"]
    assert host.reported == []


# -- once --------------------------------------------------------------------------------


def test_once_gives_the_arguments_of_the_event(host: Host) -> None:
    async def main() -> list[Any]:
        emitter = netuv.EventEmitter()
        asyncio.get_running_loop().call_soon(emitter.emit, "event", 1, "two")
        first = await netuv.once(emitter, "event")
        asyncio.get_running_loop().call_soon(emitter.emit, "error", LookupError("asked for"))
        second = await netuv.once(emitter, "error")
        assert emitter.event_names() == []
        return [first, str(second[0])]

    assert host.run(main()) == [(1, "two"), "asked for"]


def test_once_raises_an_error_that_comes_before(host: Host) -> None:
    async def main() -> None:
        emitter = netuv.EventEmitter()
        asyncio.get_running_loop().call_soon(emitter.emit, "error", LookupError("bad"))
        with pytest.raises(LookupError, match="bad"):
            await netuv.once(emitter, "event")
        assert emitter.event_names() == []

    host.run(main())


def test_once_is_cancelled_and_aborted(host: Host) -> None:
    async def main() -> None:
        emitter = netuv.EventEmitter()
        task = asyncio.ensure_future(netuv.once(emitter, "event"))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        with pytest.raises(netuv.AbortError):
            await netuv.once(emitter, "event", signal=netuv.AbortSignal.timeout(1))
        with pytest.raises(netuv.AbortError):
            await netuv.once(emitter, "event", signal=netuv.AbortSignal.abort())
        assert emitter.event_names() == []

    host.run(main())


def test_once_outside_asyncio_is_refused() -> None:
    with pytest.raises(netuv.StateError, match="asyncio") as raised:
        netuv.once(netuv.EventEmitter(), "event").send(None)
    assert raised.value.code == "ERR_ASYNC_OUTSIDE_ASYNCIO"


# -- the end -----------------------------------------------------------------------------


def test_closing_the_loop_fails_every_await(host: Host) -> None:
    async def main() -> list[str]:
        server = await netuv.create_server().listen(0, "127.0.0.1")
        client = await netuv.connect(port_of(server), "127.0.0.1")
        emitter = netuv.Socket()
        tasks = [
            asyncio.ensure_future(wait)
            for wait in (
                netuv.once(emitter, "close"),
                client.read_exactly(1),
                client.__aiter__().__anext__(),
            )
        ]
        await settled()
        netuv.get_loop().close()
        done = await asyncio.gather(*tasks, return_exceptions=True)
        return [getattr(error, "code", repr(error)) for error in done]

    assert host.run(main()) == ["ERR_LOOP_CLOSED"] * 3


def test_asyncio_run_ends_with_sockets_in_use(host: Host) -> None:
    async def main() -> None:
        server = await netuv.create_server().listen(0, "127.0.0.1")
        client = await netuv.connect(port_of(server), "127.0.0.1")
        asyncio.ensure_future(count_bytes(client))
        await settled()

    host.run(main())
    assert host.reported == []


def test_the_peer_sees_the_end_of_a_destroyed_socket(host: Host) -> None:
    async def main() -> bytes:
        server = await netuv.create_server().listen(0, "127.0.0.1")
        peer = plain.create_connection(("127.0.0.1", port_of(server)))
        peer.settimeout(10)
        served = await server.__aiter__().__anext__()
        served.destroy()
        loop = asyncio.get_running_loop()
        rest = await loop.run_in_executor(None, peer.recv, 1)
        peer.close()
        server.close()
        return rest

    assert host.run(main()) == b""
