"""Server.shutdown(): ends the connections, resets what is left, counts; in both kinds of loop."""

from __future__ import annotations

import asyncio
import socket as plain
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.hosts import Host, connect_to, settled, until
from support.peers import HOST, port_of, raw_client, read_all

import netuv

LONG = 60_000  # milliseconds
MiB = 1 << 20
LOAD = bytes(20 * MiB)  # more than the kernel takes from who writes to a peer that does not read


async def stubborn(server: netuv.Server) -> netuv.Socket:
    """A connection that does not end when its peer does."""
    return await netuv.connect(port_of(server), HOST, allow_half_open=True)


def read_to_the_reset(connection: plain.socket) -> int:
    """How many bytes come before the reset; an AssertionError if it ends without one."""
    count = 0
    with connection:
        try:
            while chunk := connection.recv(65536):
                count += len(chunk)
        except ConnectionResetError:
            return count
    raise AssertionError(f"ended after {count} bytes")


# -- awaited -----------------------------------------------------------------------------


def test_shutdown_ends_the_connections_and_counts_them(host: Host) -> None:
    async def main() -> Any:
        served: list[netuv.Socket] = []

        def on_connection(socket: netuv.Socket) -> None:
            served.append(socket.resume())

        server = await netuv.create_server(on_connection).listen(0, HOST)
        clients = [await connect_to(server) for _ in range(3)]
        await until(lambda: len(served) == 3)
        counts = await server.shutdown(LONG)
        assert not server.listening
        for client in clients:
            assert await client.read_line() == b""
        return counts

    counts = host.run(main())
    assert counts == (3, 0)
    assert (counts.ended, counts.reset) == (3, 0)
    assert host.reported == []


def test_shutdown_sends_what_is_queued(host: Host) -> None:
    async def main() -> tuple[int, Any]:
        served: list[netuv.Socket] = []
        server = await netuv.create_server(served.append).listen(0, HOST)
        client = await connect_to(server)
        await until(lambda: served)
        served[0].resume().write(LOAD)
        ending = server.shutdown(LONG)
        received = sum([len(chunk) async for chunk in client])
        return received, await ending

    assert host.run(main()) == (len(LOAD), (1, 0))


def test_shutdown_accepts_nobody_any_more(host: Host) -> None:
    async def main() -> None:
        served: list[netuv.Socket] = []
        server = await netuv.create_server(served.append).listen(0, HOST)
        port = port_of(server)
        client = await stubborn(server)
        await until(lambda: served)
        ending = server.shutdown(LONG)
        with pytest.raises(ConnectionRefusedError):
            await netuv.connect(port, HOST)
        assert not ending.done()
        served[0].resume()
        client.end()
        await ending

    host.run(main())


@pytest.mark.parametrize("grace", [0, 20, 20.5])
def test_shutdown_resets_those_that_stay(host: Host, grace: float) -> None:
    async def main() -> Any:
        server = await netuv.create_server(lambda socket: socket.write(LOAD)).listen(0, HOST)
        stays = raw_client(server)
        await until(lambda: server._connections)
        counts = await server.shutdown(grace)
        assert read_to_the_reset(stays) < len(LOAD)
        return counts

    assert host.run(main()) == (0, 1)
    assert host.reported == []


def test_shutdown_counts_those_that_ended_apart_from_those_that_were_reset(host: Host) -> None:
    async def main() -> Any:
        served: list[netuv.Socket] = []

        def on_connection(socket: netuv.Socket) -> None:
            served.append(socket.resume())

        server = await netuv.create_server(on_connection).listen(0, HOST)
        clients = [await connect_to(server) for _ in range(4)]
        for client in clients:
            client.resume()
        late = [await stubborn(server) for _ in range(2)]
        await until(lambda: len(served) == 6)
        patient = server.shutdown(LONG)
        await until(lambda: server._connections == 2)
        assert await server.shutdown(0) == (4, 2)
        counts = await patient
        for socket in late:
            socket.on("error", lambda error: None).destroy()
        return counts

    assert host.run(main()) == (4, 2)


def test_shutdown_of_a_server_without_connections_is_over_at_once(host: Host) -> None:
    async def main() -> Any:
        server = await netuv.create_server().listen(0, HOST)
        closed = asyncio.ensure_future(netuv.once(server, "close"))
        await asyncio.sleep(0)
        counts = await server.shutdown(LONG)
        assert closed.done()
        assert server.event_names() == []
        return counts

    assert host.run(main()) == (0, 0)


def test_shutdown_of_a_server_that_is_about_to_listen(host: Host) -> None:
    async def main() -> Any:
        server = netuv.create_server().listen(0, "localhost")
        counts = await server.shutdown(LONG)
        await settled()
        assert not server.listening
        return counts

    assert host.run(main()) == (0, 0)


def test_shutdown_of_a_server_that_does_not_run_is_an_error(host: Host) -> None:
    async def main() -> list[str]:
        server = netuv.create_server()
        codes = []
        with pytest.raises(netuv.StateError) as raised:
            await server.shutdown(LONG)
        codes.append(raised.value.code)
        await server.listen(0, HOST)
        await server.shutdown(LONG)
        with pytest.raises(netuv.StateError) as raised:
            await server.shutdown(LONG)
        codes.append(raised.value.code)
        return codes

    assert host.run(main()) == ["ERR_SERVER_NOT_RUNNING"] * 2


def test_shutdown_ends_the_connections_of_a_closed_server(host: Host) -> None:
    async def main() -> Any:
        served: list[netuv.Socket] = []

        def on_connection(socket: netuv.Socket) -> None:
            served.append(socket.resume())

        server = await netuv.create_server(on_connection).listen(0, HOST)
        client = await connect_to(server)
        client.resume()
        await until(lambda: served)
        server.close()
        await settled()
        return await server.shutdown(LONG)

    assert host.run(main()) == (1, 0)


def test_a_second_shutdown_joins_the_first_and_may_hurry_it(host: Host) -> None:
    async def main() -> tuple[Any, Any]:
        served: list[netuv.Socket] = []
        server = await netuv.create_server(served.append).listen(0, HOST)
        client = await stubborn(server)
        client.on("error", lambda error: None)
        await until(lambda: served)
        patient = server.shutdown(LONG)
        await settled()
        hasty = server.shutdown(10)
        more_patient = server.shutdown(LONG)
        counts = await asyncio.gather(hasty, patient, more_patient)
        client.destroy()
        assert counts[2] == counts[0]
        return counts[0], counts[1]

    assert host.run(main()) == ((0, 1), (0, 1))


def test_a_server_that_was_shut_down_listens_again(host: Host) -> None:
    async def main() -> list[Any]:
        server = netuv.create_server(lambda socket: socket.resume())
        counts = []
        for _ in range(2):
            await server.listen(0, HOST)
            (await connect_to(server)).resume()
            await until(lambda: server._connections)
            counts.append(await server.shutdown(LONG))
        return counts

    assert host.run(main()) == [(1, 0), (1, 0)]


def test_a_cancelled_wait_does_not_stop_the_shutdown(host: Host) -> None:
    async def main() -> None:
        server = await netuv.create_server(lambda socket: socket.write(LOAD)).listen(0, HOST)
        stays = raw_client(server)
        await until(lambda: server._connections)

        async def end() -> None:
            await server.shutdown(30)

        task = asyncio.ensure_future(end())
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await until(lambda: not server._connections)
        assert read_to_the_reset(stays) < len(LOAD)
        await settled()
        assert server.event_names() == ["connection"]

    host.run(main())
    assert host.reported == []


def test_shutdown_of_a_server_that_is_iterated_ends_the_iteration(host: Host) -> None:
    async def main() -> Any:
        server = await netuv.create_server().listen(0, HOST)

        async def serve() -> int:
            count = 0
            async for socket in server:
                socket.resume()
                count += 1
            return count

        task = asyncio.ensure_future(serve())
        client = await connect_to(server)
        client.resume()
        await until(lambda: server._connections)
        await settled()
        counts = await server.shutdown(LONG)
        return await task, counts

    assert host.run(main()) == (1, (1, 0))


# -- and the tasks of connections --------------------------------------------------------


def test_shutdown_lets_handlers_finish(host: Host) -> None:
    async def main() -> tuple[Any, bytes, list[str]]:
        seen: list[str] = []

        async def handler(socket: netuv.Socket) -> None:
            socket.write(await socket.read_line())
            await settled()
            seen.append("finished")

        server = await netuv.create_server(handler).listen(0, HOST)
        client = await connect_to(server)
        client.write(b"answer\n")
        line = await client.read_line()
        client.resume()
        counts = await server.shutdown(LONG)
        return counts, line, seen

    assert host.run(main()) == ((1, 0), b"answer\n", ["finished"])
    assert host.reported == []


def test_shutdown_cancels_the_handlers_of_what_it_resets(host: Host) -> None:
    async def main() -> tuple[Any, list[str]]:
        seen: list[str] = []

        async def handler(socket: netuv.Socket) -> None:
            seen.append("begun")
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                seen.append("cancelled")
                raise

        server = await netuv.create_server(handler).listen(0, HOST)
        client = await stubborn(server)
        client.on("error", lambda error: None)
        await until(lambda: seen)
        counts = await server.shutdown(20)
        client.destroy()
        return counts, seen

    assert host.run(main()) == ((0, 1), ["begun", "cancelled"])
    assert host.reported == []


def test_a_handler_that_reads_what_is_reset_is_cancelled_not_failed(host: Host) -> None:
    async def main() -> tuple[Any, list[str]]:
        seen: list[str] = []

        async def handler(socket: netuv.Socket) -> None:
            seen.append("begun")
            try:
                await socket.read_exactly(1)
            except BaseException as error:
                seen.append(type(error).__name__)
                raise

        server = await netuv.create_server(handler).listen(0, HOST)
        client = await stubborn(server)
        client.on("error", lambda error: None)
        await until(lambda: seen)
        counts = await server.shutdown(10)
        client.destroy()
        return counts, seen

    assert host.run(main()) == ((0, 1), ["begun", "CancelledError"])
    assert host.reported == []


def test_shutdown_cancels_handlers_that_outlive_their_connection(host: Host) -> None:
    async def main() -> tuple[Any, list[str]]:
        seen: list[str] = []

        async def handler(socket: netuv.Socket) -> None:
            socket.destroy()
            seen.append("begun")
            try:
                await asyncio.sleep(60)
            finally:
                await settled()
                seen.append("cleaned up")

        server = await netuv.create_server(handler).listen(0, HOST)
        client = await connect_to(server)
        await until(lambda: seen)
        counts = await server.shutdown(20)
        client.destroy()
        return counts, seen

    assert host.run(main()) == ((0, 0), ["begun", "cleaned up"])


def test_a_handler_shuts_its_server_down(host: Host) -> None:
    async def main() -> tuple[Any, bytes]:
        counts = asyncio.get_running_loop().create_future()

        async def handler(socket: netuv.Socket) -> None:
            socket.write(b"bye")
            counts.set_result(await server.shutdown(LONG))

        server = await netuv.create_server(handler).listen(0, HOST)
        client = await connect_to(server)
        asyncio.get_running_loop().call_later(0.05, client.end)
        line = await client.read_line()
        return await counts, line

    async def short() -> Any:
        counts = asyncio.get_running_loop().create_future()

        async def handler(socket: netuv.Socket) -> None:
            counts.set_result(await server.shutdown(20))

        server = await netuv.create_server(handler).listen(0, HOST)
        client = await stubborn(server)
        client.on("error", lambda error: None)
        result = await counts
        client.destroy()
        return result

    assert host.run(main()) == ((1, 0), b"bye")
    assert host.run(short()) == (0, 1)
    assert host.reported == []


# -- other kinds -------------------------------------------------------------------------


def test_shutdown_of_a_unix_server(host: Host, short_path: Path) -> None:
    async def main() -> Any:
        path = str(short_path / "s")
        served: list[netuv.Socket] = []

        def on_connection(socket: netuv.Socket) -> None:
            served.append(socket.resume())

        server = await netuv.create_server(on_connection).listen(path)
        good = await netuv.connect(path)
        good.resume()
        late = await netuv.connect(path, allow_half_open=True)
        await until(lambda: len(served) == 2)
        patient = server.shutdown(LONG)
        await until(lambda: server._connections == 1)
        counts = await server.shutdown(0)
        assert await patient == counts
        assert await late.read_line() == b""
        late.destroy()
        assert not Path(path).exists()
        return counts

    assert host.run(main()) == (1, 1)


@pytest.mark.parametrize(
    ("grace", "code"),
    [
        (-1, "ERR_OUT_OF_RANGE"),
        (float("inf"), "ERR_OUT_OF_RANGE"),
        (float("nan"), "ERR_OUT_OF_RANGE"),
        ("1", "ERR_INVALID_ARG_TYPE"),
        (None, "ERR_INVALID_ARG_TYPE"),
        (True, "ERR_INVALID_ARG_TYPE"),
    ],
)
def test_a_bad_grace_is_refused_at_the_call(run: Callable[[], None], grace: Any, code: str) -> None:
    server = netuv.create_server().listen(0)
    with pytest.raises((TypeError, ValueError)) as raised:
        server.shutdown(grace)
    assert raised.value.code == code  # type: ignore[attr-defined]
    assert server.listening
    server.close()
    run()


def test_a_bad_callback_is_refused_at_the_call(run: Callable[[], None]) -> None:
    server = netuv.create_server().listen(0)
    with pytest.raises(TypeError) as raised:
        server.shutdown(1, "callback")  # type: ignore[arg-type]
    assert raised.value.code == "ERR_INVALID_ARG_TYPE"  # type: ignore[attr-defined]
    assert server.listening
    server.close()
    run()


def test_shutdown_calls_back_without_asyncio(run: Callable[[], None]) -> None:
    results: list[Any] = []
    peers: list[plain.socket] = []
    received: dict[str, int] = {}

    def on_connection(socket: netuv.Socket) -> None:
        socket.resume().write(LOAD)
        socket.on("close", lambda _: server._connections == 1 and server.shutdown(0))
        if server._connections == 2:
            assert server.shutdown(LONG, shut_down) is None

    def shut_down(error: Any, counts: Any) -> None:
        results.append((error, counts))
        received["reset"] = read_to_the_reset(peers[0])

    def on_listening() -> None:
        peers.append(raw_client(server))
        client = netuv.connect(port_of(server), HOST)
        client.on("data", lambda chunk: None)
        client.on("close", lambda _: received.update(ended=client.bytes_read))

    server = netuv.create_server(on_connection).listen(0, HOST, on_listening)
    run()
    assert results == [(None, (1, 1))]
    assert received["ended"] == len(LOAD) > received["reset"]


def test_shutdown_needs_no_callback(run: Callable[[], None]) -> None:
    seen: list[str] = []
    server = netuv.create_server()
    server.on("close", lambda: seen.append("close"))
    assert server.listen(0, HOST, lambda: server.shutdown(LONG)) is server
    run()
    assert seen == ["close"]


def test_the_callback_of_shutdown_gets_the_error_of_a_server_that_does_not_run(
    run: Callable[[], None],
) -> None:
    results: list[Any] = []
    server = netuv.create_server()
    server.shutdown(0, lambda error, counts: results.append((error.code, counts)))
    assert results == []
    server.shutdown(0)
    run()
    assert results == [("ERR_SERVER_NOT_RUNNING", None)]


def test_a_callback_inside_asyncio_is_called_too(host: Host) -> None:
    async def main() -> Any:
        done = asyncio.get_running_loop().create_future()
        server = await netuv.create_server().listen(0, HOST)
        assert server.shutdown(LONG, lambda error, counts: done.set_result(counts)) is None
        return await done

    assert host.run(main()) == (0, 0)


# -- what the peers have sent, and draining ------------------------------------------------


def answer(socket: netuv.Socket) -> None:
    """A server's connection listener: each request gets an answer."""
    socket.on("error", lambda error: None)
    socket.on("data", lambda request: socket.write(b"to " + request))


def read_and_close(connection: plain.socket) -> bytes:
    with connection:
        return read_all(connection)


def asking(server: netuv.Server, request: bytes) -> plain.socket:
    """A connection that has sent ``request`` and its end."""
    connection = raw_client(server)
    connection.sendall(request)
    connection.shutdown(plain.SHUT_WR)
    return connection


@pytest.mark.parametrize("drain", [0, 30])
def test_shutdown_answers_those_who_wait_to_be_accepted(
    run: Callable[[], None], drain: float
) -> None:
    peers: list[plain.socket] = []
    counts: list[Any] = []

    def listening() -> None:
        peers.extend(asking(server, b"%d" % number) for number in range(5))
        server.shutdown(LONG, lambda error, result: counts.append(result), drain=drain)

    server = netuv.create_server(answer).listen(0, HOST, listening)
    run()
    assert [read_and_close(one) for one in peers] == [b"to %d" % number for number in range(5)]
    assert counts == [(5, 0)]


@pytest.mark.parametrize("drain", [0, 30])
def test_shutdown_answers_what_is_unread(run: Callable[[], None], drain: float) -> None:
    peers: list[plain.socket] = []
    counts: list[Any] = []
    served: list[netuv.Socket] = []

    def connection(socket: netuv.Socket) -> None:
        answer(socket)
        served.append(socket)
        if len(served) == 5:  # their requests lie in the kernel
            for number, one in enumerate(peers):
                one.sendall(b"%d" % number)
                one.shutdown(plain.SHUT_WR)
            server.shutdown(LONG, lambda error, result: counts.append(result), drain=drain)

    def listening() -> None:
        peers.extend(raw_client(server) for _ in range(5))

    server = netuv.create_server(connection).listen(0, HOST, listening)
    run()
    assert [read_and_close(one) for one in peers] == [b"to %d" % number for number in range(5)]
    assert counts == [(5, 0)]


def test_shutdown_by_the_first_request_answers_the_others(run: Callable[[], None]) -> None:
    peers: list[plain.socket] = []
    requests: list[bytes] = []

    def connection(socket: netuv.Socket) -> None:
        answer(socket)
        socket.on("data", request)
        if server._connections == 5:
            for number, one in enumerate(peers):
                one.sendall(b"%d" % number)
                one.shutdown(plain.SHUT_WR)

    def request(data: bytes) -> None:
        requests.append(data)
        if len(requests) == 1:
            server.shutdown(LONG)

    def listening() -> None:
        peers.extend(raw_client(server) for _ in range(5))

    server = netuv.create_server(connection).listen(0, HOST, listening)
    run()
    assert [read_and_close(one) for one in peers] == [b"to %d" % number for number in range(5)]


def test_shutdown_ends_a_paused_connection_once_it_has_read(run: Callable[[], None]) -> None:
    peers: list[plain.socket] = []

    def connection(socket: netuv.Socket) -> None:
        answer(socket)
        socket.pause()
        peers[0].sendall(b"request")
        peers[0].shutdown(plain.SHUT_WR)
        server.shutdown(LONG)
        assert socket.writable
        netuv.set_timeout(lambda: ended.append(not socket.writable) or socket.resume(), 50)

    ended: list[bool] = []
    server = netuv.create_server(connection)
    server.listen(0, HOST, lambda: peers.append(raw_client(server)))
    run()
    assert (read_and_close(peers[0]), ended) == (b"to request", [False])


def test_a_connection_whose_input_nobody_reads_is_reset_at_the_end_of_the_grace(
    host: Host,
) -> None:
    async def main() -> Any:
        server = netuv.create_server(lambda socket: socket.pause() and None)
        await server.listen(0, HOST)
        connection = raw_client(server)
        connection.sendall(b"request")
        await until(lambda: server._connections)
        counts = await server.shutdown(30)
        assert read_to_the_reset(connection) == 0
        return counts

    assert host.run(main()) == (0, 1)


def test_connections_live_on_while_the_server_drains(host: Host) -> None:
    async def main() -> list[Any]:
        seen: list[Any] = []
        served: list[netuv.Socket] = []

        def connection(socket: netuv.Socket) -> None:
            answer(socket)
            served.append(socket)
            socket.on("draining", lambda: seen.append(("draining", server.draining)))

        server = await netuv.create_server(connection).listen(0, HOST)
        clients = [await connect_to(server) for _ in range(2)]
        await until(lambda: len(served) == 2)
        assert not server.draining
        ending = server.shutdown(LONG, drain=200)
        assert server.draining and not server.listening
        for number, client in enumerate(clients):
            client.write(b"%d" % number)
            seen.append(await client.read_exactly(4))
        seen.append([socket.writable for socket in served])
        for client in clients:
            assert await client.read_line() == b""
        seen.append(server.draining)
        return [*seen, await ending]

    results = [("draining", True)] * 2
    assert host.run(main()) == [*results, b"to 0", b"to 1", [True, True], False, (2, 0)]
    assert host.reported == []


@pytest.mark.parametrize("drain", [40, 60_000])
def test_a_drain_as_long_as_the_grace_ends_none_and_resets_the_rest(
    host: Host, drain: float
) -> None:
    async def main() -> Any:
        seen: list[str] = []

        def connection(socket: netuv.Socket) -> None:
            socket.on("finish", lambda: seen.append("finish"))
            socket.resume()

        server = await netuv.create_server(connection).listen(0, HOST)
        stays, goes = raw_client(server), raw_client(server)
        await until(lambda: server._connections == 2)
        ending = server.shutdown(40, drain=drain)
        goes.close()
        await until(lambda: server._connections == 1)
        counts = await ending
        assert read_to_the_reset(stays) == 0
        return counts, seen

    assert host.run(main()) == ((1, 1), ["finish"])  # of the one that its peer has ended


def test_a_second_shutdown_may_end_the_draining(host: Host) -> None:
    async def main() -> Any:
        seen: list[str] = []

        def connection(socket: netuv.Socket) -> None:
            socket.on("draining", lambda: seen.append("draining"))
            socket.resume()

        server = await netuv.create_server(connection).listen(0, HOST)
        client = await connect_to(server)
        client.resume()
        await until(lambda: server._connections)
        patient = server.shutdown(LONG, drain=LONG)
        also = server.shutdown(LONG, drain=LONG)
        await settled()
        assert server.draining
        hasty = server.shutdown(LONG)
        assert not server.draining
        assert await patient == await also == await hasty
        return await patient, seen

    assert host.run(main()) == ((1, 0), ["draining"])


def test_a_drain_that_all_have_left_is_over(host: Host) -> None:
    async def main() -> Any:
        server = await netuv.create_server(lambda socket: socket.resume()).listen(0, HOST)
        client = await connect_to(server)
        client.resume()
        await until(lambda: server._connections)
        ending = server.shutdown(LONG, drain=LONG)
        client.end()
        counts = await ending
        assert not server.draining
        return counts

    assert host.run(main()) == (1, 0)


def test_a_shared_listener_is_shut_down_without_a_loss(run: Callable[[], None]) -> None:
    kept = plain.create_server((HOST, 0))
    counts: list[Any] = []
    results: list[str] = []

    def connection(socket: netuv.Socket) -> None:
        answer(socket)
        socket.on("draining", lambda: results.append("draining"))
        if server.listening:
            server.shutdown(LONG, lambda error, result: counts.append(result), drain=30)

    server = netuv.create_server(connection).listen(fd=kept.dup().detach())
    peers = [plain.create_connection(kept.getsockname()) for _ in range(6)]
    for number, one in enumerate(peers):
        one.sendall(b"%d" % number)
        one.shutdown(plain.SHUT_WR)
    run()
    kept.setblocking(False)
    left = 0
    while True:
        try:
            accepted = kept.accept()[0]
        except BlockingIOError:
            break
        accepted.setblocking(True)
        accepted.sendall(b"to " + accepted.recv(10))
        accepted.close()
        left += 1
    assert [read_and_close(one) for one in peers] == [b"to %d" % number for number in range(6)]
    assert counts == [(6 - left, 0)]
    assert results == ["draining"] * (6 - left)
    kept.close()


@pytest.mark.parametrize(
    ("drain", "code"),
    [
        (-1, "ERR_OUT_OF_RANGE"),
        (float("inf"), "ERR_OUT_OF_RANGE"),
        (float("nan"), "ERR_OUT_OF_RANGE"),
        ("1", "ERR_INVALID_ARG_TYPE"),
        (True, "ERR_INVALID_ARG_TYPE"),
    ],
)
def test_a_bad_drain_is_refused_at_the_call(run: Callable[[], None], drain: Any, code: str) -> None:
    server = netuv.create_server().listen(0)
    with pytest.raises((TypeError, ValueError)) as raised:
        server.shutdown(1, drain=drain)
    assert raised.value.code == code  # type: ignore[attr-defined]
    assert server.listening and not server.draining
    server.close()
    run()
