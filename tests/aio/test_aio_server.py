"""``await`` and ``async with`` of a Server."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from support.hosts import Host, connect_to, settled, until
from support.peers import HOST, port_of

import netuv

# -- await server ------------------------------------------------------------------------


def test_awaiting_a_server_waits_until_it_listens(host: Host) -> None:
    async def main() -> None:
        seen: list[str] = []
        server = netuv.create_server().listen(0, HOST, lambda: seen.append("listening"))
        assert await server is server
        assert seen == ["listening"]
        assert server.listening
        assert await server is server
        server.close()

    host.run(main())


def test_a_server_on_a_name_is_awaited(host: Host) -> None:
    async def main() -> None:
        server = netuv.create_server().listen(0, "localhost")
        assert not server.listening
        await server
        assert server.listening
        server.close()

    host.run(main())


def test_awaiting_a_server_raises_why_it_does_not_listen(host: Host) -> None:
    async def main() -> None:
        async with netuv.create_server().listen(0, HOST) as first:
            second = netuv.create_server().listen(port_of(first), HOST)
            with pytest.raises(OSError) as raised:
                await second
            assert raised.value.code == "EADDRINUSE"  # type: ignore[attr-defined]
            with pytest.raises(netuv.StateError) as state:
                await second
            assert state.value.code == "ERR_SERVER_NOT_RUNNING"
            await second.listen(0, HOST)
            second.close()

    host.run(main())
    assert host.reported == []


def test_the_error_of_a_server_waits_for_the_next_await(host: Host) -> None:
    async def main() -> None:
        async with netuv.create_server().listen(0, HOST) as first:
            second = netuv.create_server().listen(port_of(first), HOST)
            await settled()
            with pytest.raises(OSError, match="EADDRINUSE"):
                await second

    host.run(main())
    assert host.reported == []


def test_the_error_of_a_server_that_nobody_awaits_is_reported(host: Host) -> None:
    async def main() -> None:
        async with netuv.create_server().listen(0, HOST) as first:
            netuv.create_server().listen(port_of(first), HOST)
            await settled()

    host.run(main())
    assert [error.code for error in host.errors()] == ["EADDRINUSE"]  # type: ignore[attr-defined]


def test_a_server_that_nobody_has_listen_is_not_waited_for(host: Host) -> None:
    async def main() -> None:
        with pytest.raises(netuv.StateError) as raised:
            await netuv.create_server()
        assert raised.value.code == "ERR_SERVER_NOT_RUNNING"

    host.run(main())


@pytest.mark.parametrize("place", ["127.0.0.1", "localhost"])
def test_closing_a_server_ends_the_wait_for_it(host: Host, place: str) -> None:
    async def main() -> None:
        server = netuv.create_server().listen(0, place)
        asyncio.get_running_loop().call_soon(server.close)
        with pytest.raises(netuv.StateError) as raised:
            await server
            await server.listen(0, place)  # not reached
        assert raised.value.code == "ERR_SERVER_NOT_RUNNING"
        assert server.event_names() == []
        await netuv.dns.lookup(place)  # the server's own lookup was before it
        await settled()
        assert not server.listening

    host.run(main())


def test_a_cancelled_wait_closes_a_server_about_to_listen(host: Host) -> None:
    async def main() -> None:
        server = netuv.create_server()

        async def listen() -> None:
            await server.listen(0, HOST)

        task = asyncio.ensure_future(listen())
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert server.event_names() == []
        await settled()
        assert not server.listening
        await server.listen(0, HOST)
        server.close()

    host.run(main())


def test_many_tasks_wait_for_one_server(host: Host) -> None:
    async def main() -> list[bool]:
        server = netuv.create_server().listen(0, HOST)
        tasks = [asyncio.ensure_future(server) for _ in range(5)]
        result = [done is server for done in await asyncio.gather(*tasks)]
        server.close()
        return result

    assert host.run(main()) == [True] * 5


# -- async with --------------------------------------------------------------------------


def test_async_with_closes_the_server_and_waits_for_it(host: Host) -> None:
    async def main() -> list[str]:
        seen: list[str] = []
        async with netuv.create_server().listen(0, HOST) as server:
            server.on("close", lambda: seen.append("close"))
            assert server.listening
        seen.append("left")
        assert not server.listening
        return seen

    assert host.run(main()) == ["close", "left"]


def test_async_with_waits_for_the_close_that_its_body_has_asked_for(host: Host) -> None:
    async def main() -> list[str]:
        seen: list[str] = []
        async with netuv.create_server().listen(0, HOST) as server:
            server.on("close", lambda: seen.append("close"))
            server.close()
        seen.append("left")
        return seen

    assert host.run(main()) == ["close", "left"]


def test_async_with_leaves_a_server_that_was_closed_long_ago(host: Host) -> None:
    async def main() -> None:
        async with netuv.create_server().listen(0, HOST) as server:
            server.close()
            await netuv.once(server, "close")

    host.run(main())


def test_async_with_cancels_the_tasks_of_connections_and_awaits_them(host: Host) -> None:
    async def main() -> list[str]:
        seen: list[str] = []

        async def handler(socket: netuv.Socket) -> None:
            seen.append("begun")
            try:
                await socket.read_exactly(1)
            finally:
                await asyncio.sleep(0.01)
                seen.append("cleaned up")

        async with netuv.create_server(handler).listen(0, HOST) as server:
            clients = [await connect_to(server) for _ in range(3)]
            await until(lambda: len(seen) == 3)
        seen.append("left")
        for client in clients:
            assert await client.read_line() == b""  # its end was closed
        return seen

    assert host.run(main()) == ["begun"] * 3 + ["cleaned up"] * 3 + ["left"]
    assert host.reported == []


def test_async_with_awaits_tasks_that_outlive_their_connection(host: Host) -> None:
    async def main() -> list[str]:
        seen: list[str] = []

        async def handler(socket: netuv.Socket) -> None:
            socket.destroy()
            seen.append("begun")
            try:
                await asyncio.sleep(60)
            finally:
                await settled()
                seen.append("cleaned up")

        async with netuv.create_server(handler).listen(0, HOST) as server:
            await (await connect_to(server)).read_line()
        return seen

    assert host.run(main()) == ["begun", "cleaned up"]


def test_async_with_cancels_a_task_that_has_not_begun(host: Host) -> None:
    async def main() -> bytes:
        begun: list[Any] = []

        async def handler(socket: netuv.Socket) -> None:
            begun.append(socket)

        async with netuv.create_server(handler).listen(0, HOST) as server:
            client = netuv.connect(port_of(server), HOST)
            accepted = netuv.once(server, "connection")
            await accepted  # its task was made in this step
        line: bytes = await client.read_line()
        return line

    assert host.run(main()) == b""
    assert host.reported == []


def test_async_with_waits_for_connections_without_a_task(host: Host) -> None:
    async def main() -> list[str]:
        seen: list[str] = []
        served: list[netuv.Socket] = []
        async with netuv.create_server(served.append).listen(0, HOST) as server:
            client = await connect_to(server)
            await until(lambda: served)
            served[0].on("close", lambda _: seen.append("closed")).resume()
            asyncio.get_running_loop().call_later(0.02, client.end)
        seen.append("left")
        return seen

    assert host.run(main()) == ["closed", "left"]


def test_the_error_of_a_body_comes_out_and_the_server_is_closed(host: Host) -> None:
    async def main() -> None:
        server = netuv.create_server(lambda socket: socket.destroy()).listen(0, HOST)
        with pytest.raises(LookupError, match="bad"):
            async with server:
                raise LookupError("bad")
        assert not server.listening
        assert server.event_names() == ["connection"]

    host.run(main())


def test_async_with_that_fails_destroys_the_connections_that_are_left(host: Host) -> None:
    async def main() -> bytes:
        served: list[netuv.Socket] = []
        with pytest.raises(LookupError, match="bad"):
            async with netuv.create_server(served.append).listen(0, HOST) as server:
                client = await connect_to(server)
                await until(lambda: served)
                raise LookupError("bad")
        assert served[0].destroyed
        line: bytes = await client.read_line()
        return line

    assert host.run(main()) == b""


def test_async_with_raises_the_error_of_its_server(host: Host) -> None:
    async def main() -> None:
        with pytest.raises(LookupError, match="bad"):
            async with netuv.create_server().listen(0, HOST) as server:
                server.emit("error", LookupError("bad"))
        assert not server.listening
        with pytest.raises(ValueError, match="the body's own"):
            async with netuv.create_server().listen(0, HOST) as server:
                server.emit("error", LookupError("bad"))
                raise ValueError("the body's own")

    host.run(main())
    assert host.reported == []


def test_async_with_raises_why_the_server_does_not_listen(host: Host) -> None:
    async def main() -> None:
        async with netuv.create_server().listen(0, HOST) as first:
            with pytest.raises(OSError, match="EADDRINUSE"):
                async with netuv.create_server().listen(port_of(first), HOST):
                    raise AssertionError("not reached")

    host.run(main())
    assert host.reported == []


def test_async_with_that_is_cancelled_at_its_beginning_closes_the_server(host: Host) -> None:
    async def enter(server: netuv.Server) -> None:
        async with server.listen(0, HOST):
            raise AssertionError("it was cancelled")

    async def main() -> None:
        server = netuv.create_server()
        task = asyncio.ensure_future(enter(server))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not server.listening
        assert server.event_names() == []

    host.run(main())


def test_async_with_that_is_cancelled_while_it_closes_has_closed(host: Host) -> None:
    async def main() -> None:
        served: list[netuv.Socket] = []
        server = await netuv.create_server(served.append).listen(0, HOST)

        async def leave() -> None:
            async with server:
                pass

        client = await connect_to(server)
        await until(lambda: served)
        task = asyncio.ensure_future(leave())
        await settled()
        assert not task.done() and not server.listening
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert served[0].destroyed
        assert server.event_names() == ["connection"]
        assert await client.read_line() == b""

    host.run(main())


def test_async_with_that_is_cancelled_inside_cancels_the_handlers(host: Host) -> None:
    async def main() -> list[str]:
        seen: list[str] = []

        async def handler(socket: netuv.Socket) -> None:
            try:
                await socket.read_exactly(1)
            finally:
                seen.append("handler ended")

        async def serve() -> None:
            async with netuv.create_server(handler).listen(0, HOST) as server:
                ready.set_result(server)
                await asyncio.sleep(60)

        ready = asyncio.get_running_loop().create_future()
        task = asyncio.ensure_future(serve())
        client = await connect_to(await ready)
        await settled()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await client.read_line() == b""
        return seen

    assert host.run(main()) == ["handler ended"]
    assert host.reported == []


def test_a_second_cancel_does_not_wait_for_the_handlers(host: Host) -> None:
    async def main() -> bytes:
        release = asyncio.get_running_loop().create_future()
        served: list[netuv.Socket] = []

        async def handler(socket: netuv.Socket) -> None:
            served.append(socket)
            try:
                await socket.read_exactly(1)
            finally:
                await release

        server = netuv.create_server(handler)

        async def serve() -> None:
            async with server.listen(0, HOST):
                await asyncio.sleep(60)

        task = asyncio.ensure_future(serve())
        await until(lambda: server.listening)
        client = await connect_to(server)
        await until(lambda: served)
        task.cancel()
        await settled()
        assert not task.done() and not served[0].destroyed
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert served[0].destroyed
        release.set_result(None)
        await until(lambda: not server._tasks())
        line: bytes = await client.read_line()
        return line

    assert host.run(main()) == b""
    assert host.reported == []


def test_async_with_inside_a_handler_does_not_wait_for_itself(host: Host) -> None:
    async def main() -> None:
        left = asyncio.get_running_loop().create_future()

        async def handler(socket: netuv.Socket) -> None:
            socket.destroy()
            async with server:
                pass
            left.set_result(None)

        server = await netuv.create_server(handler).listen(0, HOST)
        client = await connect_to(server)
        await left
        client.destroy()

    host.run(main())


def test_one_server_may_be_used_inside_another_one(host: Host) -> None:
    async def main() -> bytes:
        async def back(socket: netuv.Socket) -> None:
            socket.end(b"from behind")

        async with netuv.create_server(back).listen(0, HOST) as behind:

            async def front(socket: netuv.Socket) -> None:
                async with await connect_to(behind) as other:
                    async for chunk in other:
                        socket.write(chunk)

            async with netuv.create_server(front).listen(0, HOST) as server:
                async with await connect_to(server) as client:
                    line: bytes = await client.read_line()
                    return line

    assert host.run(main()) == b"from behind"


def test_close_with_a_callback_works_as_before(host: Host) -> None:
    async def main() -> list[Any]:
        seen: list[Any] = []
        server = await netuv.create_server().listen(0, HOST)
        server.close(seen.append)
        server.close(seen.append)
        await netuv.once(server, "close")
        return seen

    first, second = host.run(main())
    assert first is None
    assert second.code == "ERR_SERVER_NOT_RUNNING"
