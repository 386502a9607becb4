"""``async for`` over a Server: its connections, in their order, none lost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.hosts import Host, connect_to, settled
from support.peers import HOST, port_of

import netuv


async def number_of(socket: netuv.Socket) -> bytes:
    """What a client of this file says of itself."""
    number: bytes = await socket.read_exactly(1)
    return number


async def numbered(server: netuv.Server, number: bytes) -> netuv.Socket:
    """A connection that says ``number`` of itself."""
    client = await connect_to(server)
    client.write(number)
    return client


def test_iterating_a_server_gives_its_connections_in_their_order(host: Host) -> None:
    async def main() -> list[bytes]:
        async with netuv.create_server().listen(0, HOST) as server:
            clients = [await numbered(server, b"%d" % number) for number in range(5)]
            seen: list[bytes] = []
            async for socket in server:
                seen.append(await number_of(socket))
                socket.destroy()
                if len(seen) == 3:
                    clients += [await numbered(server, b"%d" % number) for number in (5, 6)]
                if len(seen) == 7:
                    break
            for client in clients:
                client.destroy()
            return seen

    assert host.run(main()) == [b"%d" % number for number in range(7)]


async def numbers_of(server: netuv.Server) -> list[bytes]:
    """Of the connections that are iterated over."""
    seen = []
    async for socket in server:
        seen.append(await number_of(socket))
        socket.destroy()
    return seen


def test_connections_wait_after_a_break(host: Host) -> None:
    async def main() -> list[bytes]:
        async with netuv.create_server().listen(0, HOST) as server:
            clients = [await numbered(server, b"%d" % number) for number in range(3)]
            seen: list[bytes] = []
            for _ in range(3):
                async for socket in server:
                    seen.append(await number_of(socket))
                    socket.destroy()
                    break
                await settled()
            for client in clients:
                client.destroy()
            return seen

    assert host.run(main()) == [b"0", b"1", b"2"]


def test_closing_a_server_ends_its_iteration(host: Host) -> None:
    async def main() -> list[bytes]:
        server = await netuv.create_server().listen(0, HOST)

        task = asyncio.ensure_future(numbers_of(server))
        client = await numbered(server, b"0")
        await client.read_line()
        server.close()
        return await task

    assert host.run(main()) == [b"0"]


def test_closing_a_server_destroys_the_connections_that_nobody_took(host: Host) -> None:
    async def main() -> bytes:
        server = await netuv.create_server().listen(0, HOST)
        client = await connect_to(server)
        await settled()
        closed = asyncio.ensure_future(netuv.once(server, "close"))
        await asyncio.sleep(0)
        server.close()
        await closed
        assert [socket async for socket in server] == []
        line: bytes = await client.read_line()
        return line

    assert host.run(main()) == b""


def test_a_connection_that_is_destroyed_while_it_waits_is_not_given(host: Host) -> None:
    async def main() -> bytes:
        async with netuv.create_server().listen(0, HOST) as server:
            accepted = asyncio.ensure_future(netuv.once(server, "connection"))
            server.on("connection", lambda socket: None)
            await asyncio.sleep(0)  # until that task waits
            first = await numbered(server, b"0")
            await accepted
            server.remove_all_listeners("connection")
            second = await numbered(server, b"1")
            third = await numbered(server, b"2")
            await settled()
            assert server._arrivals is not None
            server._arrivals.sockets[0].destroy()
            socket = await server.__aiter__().__anext__()
            number = await number_of(socket)
            for each in (first, second, third, socket, accepted.result()[0]):
                each.destroy()
            return number

    assert host.run(main()) == b"2"


def test_two_iterations_share_the_connections(host: Host) -> None:
    async def main() -> list[list[bytes]]:
        server = await netuv.create_server().listen(0, HOST)

        tasks = [asyncio.ensure_future(numbers_of(server)) for _ in range(2)]
        for number in range(6):
            client = await numbered(server, b"%d" % number)
            await client.read_line()
        server.close()
        return await asyncio.gather(*tasks)

    first, second = host.run(main())
    assert sorted(first + second) == [b"%d" % number for number in range(6)]


def test_a_cancelled_step_loses_no_connection(host: Host) -> None:
    count = 40

    async def main() -> tuple[list[int], int]:
        async with netuv.create_server().listen(0, HOST) as server:
            connecting = asyncio.ensure_future(
                asyncio.gather(*(netuv.connect(port_of(server), HOST) for _ in range(count)))
            )
            served: list[netuv.Socket] = []
            cancelled = 0
            while len(served) < count:
                task = asyncio.ensure_future(server.__aiter__().__anext__())
                for _ in range(cancelled % 4):
                    await asyncio.sleep(0)
                task.cancel()
                try:
                    served.append(await task)
                except asyncio.CancelledError:
                    cancelled += 1
            clients = await connecting
            ports: Any = sorted(socket.remote_port or 0 for socket in served)
            assert ports == sorted(client.local_port or 0 for client in clients)
            for socket in (*served, *clients):
                socket.destroy()
            return ports, cancelled

    ports, cancelled = host.run(main())
    assert len(set(ports)) == count
    assert cancelled > 0


def test_a_step_that_is_cancelled_with_its_connection_there_leaves_it(host: Host) -> None:
    async def main() -> bytes:
        async with netuv.create_server().listen(0, HOST) as server:
            arrivals = server.__aiter__()
            task = asyncio.ensure_future(arrivals.__anext__())
            await settled()
            take = arrivals.take

            def take_and_cancel(socket: Any) -> None:
                take(socket)
                task.cancel()

            arrivals.take = take_and_cancel  # type: ignore[method-assign]
            client = await numbered(server, b"7")
            with pytest.raises(asyncio.CancelledError):
                await task
            assert arrivals.waiting == []
            socket = await arrivals.__anext__()
            number = await number_of(socket)
            socket.destroy()
            client.destroy()
            return number

    assert host.run(main()) == b"7"


def test_an_iterated_server_drops_what_is_too_many(host: Host) -> None:
    async def main() -> tuple[int, bytes, bytes]:
        async with netuv.create_server().listen(0, HOST) as server:
            server.max_connections = 1
            dropped: list[Any] = []
            server.on("drop", dropped.append)
            first = await numbered(server, b"0")
            served = await server.__aiter__().__anext__()
            second = await connect_to(server)
            rest = await second.read_line()
            number = await number_of(served)
            assert dropped[0].local_port == port_of(server)
            served.destroy()
            first.destroy()
            return len(dropped), rest, number

    assert host.run(main()) == (1, b"", b"0")


def test_a_listener_gets_the_connections_instead_of_the_iteration(host: Host) -> None:
    async def main() -> list[str]:
        seen: list[str] = []

        def listener(socket: netuv.Socket) -> None:
            seen.append("listener")
            socket.destroy()

        async with netuv.create_server().listen(0, HOST) as server:
            server.once("connection", listener)
            (await connect_to(server)).destroy()
            client = await connect_to(server)
            async for socket in server:
                seen.append("iteration")
                socket.destroy()
                break
            client.destroy()
        return seen

    assert host.run(main()) == ["listener", "iteration"]


def test_an_error_of_the_server_comes_out_of_the_iteration(host: Host) -> None:
    async def main() -> None:
        server = await netuv.create_server().listen(0, HOST)
        task = asyncio.ensure_future(server.__aiter__().__anext__())
        await settled()
        server.emit("error", LookupError("bad"))
        with pytest.raises(LookupError, match="bad"):
            await task
        client = await connect_to(server)
        (await server.__aiter__().__anext__()).destroy()
        client.destroy()
        server.close()

    host.run(main())
    assert host.reported == []


def test_a_server_that_is_not_listening_iterates_over_nothing(host: Host) -> None:
    async def main() -> list[Any]:
        return [socket async for socket in netuv.create_server()]

    assert host.run(main()) == []


def test_a_closed_server_that_listens_again_is_iterated_again(host: Host) -> None:
    async def main() -> None:
        server = await netuv.create_server().listen(0, HOST)
        server.close()
        assert [socket async for socket in server] == []
        await server.listen(0, "localhost")  # while the "close" is still to come
        client = await connect_to(server)
        (await server.__aiter__().__anext__()).destroy()
        client.destroy()
        server.close()

    host.run(main())


def test_a_server_on_a_unix_socket_is_iterated(host: Host, short_path: Path) -> None:
    async def main() -> bytes:
        path = str(short_path / "s")
        async with netuv.create_server().listen(path) as server:
            client = await netuv.connect(path)
            async for socket in server:
                socket.end(b"hello")
                break
            line: bytes = await client.read_line()
            client.destroy()
            return line

    assert host.run(main()) == b"hello"


def test_a_server_of_a_loop_of_its_own_is_not_awaited(run: Callable[[], None]) -> None:
    server = netuv.create_server().listen(0)
    for wait in (server._until_listening(), server.__aiter__().__anext__()):
        with pytest.raises(netuv.StateError) as raised:
            wait.send(None)
        assert raised.value.code == "ERR_ASYNC_OUTSIDE_ASYNCIO"
    assert server.event_names() == []
    server.close()
    run()
