"""What a Socket has for asyncio: awaits, ``async for``, exact reads, drain; their cancelling."""

from __future__ import annotations

import asyncio
import random
import socket as plain
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.hosts import Host, Pair, settled, until
from support.peers import port_of

import netuv
from netuv.stream import PassThrough
from netuv.stream._read_queue import ReadQueue

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


async def count_bytes(socket: netuv.Socket) -> int:
    return sum([len(chunk) async for chunk in socket])


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


# -- async for ---------------------------------------------------------------------------


def test_iterating_gives_all_that_the_peer_sends(host: Host) -> None:
    data = random.Random(1).randbytes(3 * MiB)

    async def main() -> bytes:
        async with Pair() as (client, served):
            served.end(data)
            return b"".join([chunk async for chunk in client])

    assert host.run(main()) == data


def test_an_echo_in_lock_step_stays_on_the_fast_path(host: Host) -> None:
    async def main() -> tuple[list[bytes], bool]:
        async with Pair() as (client, served):
            seen = []
            served.on("data", served.write)
            client.write(b"0")
            async for chunk in client:
                seen.append(chunk)
                if len(seen) == 50:
                    break
                client.write(b"%d" % len(seen))
            return seen, client._read_queue.reader.fast

    seen, fast = host.run(main())
    assert b"".join(seen) == b"".join(b"%d" % number for number in range(50))
    assert fast


def test_without_a_reader_no_more_than_the_mark_is_read(host: Host) -> None:
    async def main() -> tuple[int, int, bytes]:
        async with Pair(high_water_mark=1000) as (client, served):
            data = random.Random(2).randbytes(8 * MiB)
            client.end(data)
            first = await served.__aiter__().__anext__()
            await settled()
            waiting = served.readable_length
            assert client.writable_length > 0
            rest = b"".join([chunk async for chunk in served])
            assert first + rest == data
            return waiting, len(first), b""

    waiting, first, _ = host.run(main())
    assert waiting < 200_000


def test_break_leaves_the_socket_paused_and_whole(host: Host) -> None:
    async def main() -> bytes:
        async with Pair() as (client, served):
            served.write(b"one")
            async for chunk in client:
                received = chunk
                break
            served.write(b"two")
            await settled()
            assert not client.destroyed
            assert client.readable_flowing is not True
            assert client.listener_count("data") == client.listener_count("error") == 0
            served.end(b"three")
            return received + b"".join([chunk async for chunk in client])

    assert host.run(main()) == b"onetwothree"


def test_a_listener_takes_over_where_iterating_has_stopped(host: Host) -> None:
    async def main() -> bytes:
        async with Pair() as (client, served):
            served.write(b"one")
            received = bytearray(await client.__aiter__().__anext__())
            served.write(b"two")
            await settled()
            client.on("data", received.extend)
            await settled()
            served.end(b"three")
            await netuv.once(client, "end")
            return bytes(received)

    assert host.run(main()) == b"onetwothree"


def test_iterating_takes_over_from_a_listener(host: Host) -> None:
    async def main() -> tuple[bytes, bytes]:
        async with Pair() as (client, served):
            listened = bytearray()
            client.on("data", listened.extend)
            served.write(b"one")
            await until(lambda: listened)
            client.remove_all_listeners("data")
            iterator = client.__aiter__()
            task = asyncio.ensure_future(iterator.__anext__())
            await asyncio.sleep(0)
            served.write(b"two")
            return bytes(listened), await task

    assert host.run(main()) == (b"one", b"two")


def test_a_cancelled_step_loses_nothing(host: Host) -> None:
    data = random.Random(3).randbytes(200_000)

    async def send(socket: netuv.Socket) -> None:
        for start in range(0, len(data), 1000):
            socket.write(data[start : start + 1000])
            await asyncio.sleep(0)
        socket.end()

    async def main() -> tuple[bytes, int]:
        async with Pair() as (client, served):
            sending = asyncio.ensure_future(send(served))
            received, cancelled = bytearray(), 0
            iterator = client.__aiter__()
            while True:
                task = asyncio.ensure_future(iterator.__anext__())
                for _ in range(random.randrange(3)):
                    await asyncio.sleep(0)
                task.cancel()
                try:
                    received += await task
                except asyncio.CancelledError:
                    cancelled += 1
                except StopAsyncIteration:
                    break
            await sending
            return bytes(received), cancelled

    received, cancelled = host.run(main())
    assert received == data
    assert cancelled > 10


def test_a_step_that_is_cancelled_with_its_data_there_leaves_it(host: Host) -> None:
    async def main() -> bytes:
        asyncio.get_running_loop().set_debug(True)  # tasks make no step in the dispatch then
        async with Pair() as (client, served):
            task = asyncio.ensure_future(client.__aiter__().__anext__())
            await settled()
            feed = client.uv_loop.slots.sinks[client._handle._slot]

            def feed_and_cancel(chunk: bytes) -> None:
                feed(chunk)
                task.cancel()

            client.uv_loop.slots.sinks[client._handle._slot] = feed_and_cancel
            served.end(b"all of it")
            with pytest.raises(asyncio.CancelledError):
                await task
            await settled()
            return b"".join([chunk async for chunk in client])

    assert host.run(main()) == b"all of it"


def test_two_tasks_share_what_comes(host: Host) -> None:
    async def main() -> list[bytes]:
        async with Pair() as (client, served):
            tasks = [asyncio.ensure_future(count_bytes(client)) for _ in range(2)]
            await settled()
            for _ in range(20):
                served.write(bytes(10))
                await asyncio.sleep(0.001)
            served.end()
            return await asyncio.gather(*tasks)

    assert sum(host.run(main())) == 200


def test_one_of_two_waiting_tasks_may_be_cancelled(host: Host) -> None:
    async def main() -> bytes:
        async with Pair() as (client, served):
            first, second = (
                asyncio.ensure_future(client.__aiter__().__anext__()) for _ in range(2)
            )
            await settled()
            first.cancel()
            await asyncio.wait([first])
            served.write(b"for the second")
            return await second

    assert host.run(main()) == b"for the second"


def test_the_reset_of_a_peer_comes_out_of_the_iteration(host: Host) -> None:
    async def main() -> None:
        async with Pair() as (client, served):
            task = asyncio.ensure_future(count_bytes(client))
            await settled()
            served.reset_and_destroy()
            with pytest.raises(ConnectionResetError):
                await task

    host.run(main())
    assert host.reported == []


def test_a_socket_destroyed_meanwhile_is_a_premature_close(host: Host) -> None:
    async def main() -> str:
        async with Pair() as (client, served):
            asyncio.get_running_loop().call_later(0.001, client.destroy)
            with pytest.raises(netuv.StateError) as raised:
                await count_bytes(client)
            return raised.value.code

    assert host.run(main()) == "ERR_STREAM_PREMATURE_CLOSE"


def test_an_error_emitted_by_hand_comes_out_of_the_iteration(host: Host) -> None:
    async def main() -> None:
        async with Pair() as (client, served):
            task = asyncio.ensure_future(count_bytes(client))
            await settled()
            client.emit("error", LookupError("by hand"))
            with pytest.raises(LookupError, match="by hand"):
                await task

    host.run(main())
    assert host.reported == []


def test_text_is_iterated_whole(host: Host) -> None:
    text = "grüße, 世界 " * 5000

    async def main() -> str:
        async with Pair() as (client, served):
            client.set_encoding("utf8")
            served.end(text)
            return "".join([chunk async for chunk in client])

    assert host.run(main()) == text


def test_a_readable_of_objects_is_iterated(host: Host) -> None:
    async def main() -> list[Any]:
        stream = PassThrough(object_mode=True)
        asyncio.get_running_loop().call_later(0.001, stream.end, {"last": True})
        stream.write(1)
        return [item async for item in stream]

    assert host.run(main()) == [1, {"last": True}]


def test_iterating_a_failed_stream_that_stays_open_raises_its_error(host: Host) -> None:
    async def main() -> None:
        stream = PassThrough(auto_destroy=False)
        stream.on("error", lambda error: None)
        task = asyncio.ensure_future(stream.__aiter__().__anext__())
        await settled()
        stream._fail(LookupError("bad"))
        with pytest.raises(LookupError, match="bad"):
            await task

    host.run(main())


def test_a_unix_socket_is_iterated(host: Host, short_path: Any) -> None:
    async def main() -> bytes:
        path = str(short_path / "s")
        async with netuv.create_server(lambda s: s.end(b"hello")).listen(path):
            async with netuv.connect(path) as client:
                return b"".join([chunk async for chunk in client])

    assert host.run(main()) == b"hello"


# -- exact reads -------------------------------------------------------------------------


def test_read_exactly_gives_as_much_as_it_is_asked_for(host: Host) -> None:
    data = random.Random(4).randbytes(2 * MiB)

    async def main() -> None:
        async with Pair() as (client, served):
            served.end(data)
            assert await client.read_exactly(0) == b""
            assert await client.read_exactly(3) == data[:3]
            assert await client.read_exactly(MiB) == data[3 : 3 + MiB]
            rest = len(data) - 3 - MiB
            with pytest.raises(asyncio.IncompleteReadError) as raised:
                await client.read_exactly(rest + 1)
            assert raised.value.partial == data[3 + MiB :]
            assert raised.value.expected == rest + 1
            with pytest.raises(asyncio.IncompleteReadError) as raised:
                await client.read_exactly(1)
            assert raised.value.partial == b""

    host.run(main())


def test_what_was_read_exactly_to_the_end_ends_the_socket(host: Host) -> None:
    async def main() -> None:
        async with Pair() as (client, served):
            served.end(b"12345")
            assert await client.read_exactly(5) == b"12345"
            await until(lambda: client.closed)

    host.run(main())


def test_the_mark_is_as_it_was_after_a_long_read(host: Host) -> None:
    async def main() -> int:
        async with Pair() as (client, served):
            served.write(bytes(10 * MiB))
            await client.read_exactly(2 * MiB)
            await settled()
            assert client.readable_high_water_mark == 16384
            return client.readable_length

    assert host.run(main()) < MiB


def test_read_until_gives_one_message_after_the_other(host: Host) -> None:
    async def main() -> list[bytes]:
        async with Pair() as (client, served):
            seen = []
            for piece in (b"one\r", b"\ntwo", b"\r\nth", b"ree\r\n\r\nrest"):
                served.write(piece)
                await settled()
            served.end()
            for _ in range(4):
                seen.append(await client.read_until(b"\r\n"))
            with pytest.raises(asyncio.IncompleteReadError) as raised:
                await client.read_until(b"\r\n")
            return [*seen, raised.value.partial]

    assert host.run(main()) == [b"one\r\n", b"two\r\n", b"three\r\n", b"\r\n", b"rest"]


def test_read_until_has_a_limit_and_takes_nothing_beyond_it(host: Host) -> None:
    async def main() -> None:
        async with Pair() as (client, served):
            served.write(b"x" * 101 + b"\n" + b"y" * 100 + b"\n")
            await settled()
            with pytest.raises(asyncio.LimitOverrunError):
                await client.read_until(b"\n", 100)
            assert await client.read_until(b"\n", 101) == b"x" * 101 + b"\n"
            assert await client.read_until(b"\n", 100) == b"y" * 100 + b"\n"
            served.write(b"z" * 300_000)
            with pytest.raises(asyncio.LimitOverrunError) as raised:
                await client.read_until(b"\n")
            assert raised.value.consumed > 65536
            assert await client.read_exactly(300_000) == b"z" * 300_000

    host.run(main())


def test_a_separator_later_than_the_high_water_mark_is_found(host: Host) -> None:
    async def main() -> int:
        async with Pair(high_water_mark=100) as (client, served):
            client.end(bytes(500_000) + b"END")
            return len(await served.read_until(b"END", MiB))

    assert host.run(main()) == 500_003


def test_read_line_gives_lines_and_what_is_left_at_the_end(host: Host) -> None:
    async def main() -> list[bytes]:
        async with Pair() as (client, served):
            served.end(b"one\n\ntwo\nrest")
            return [await client.read_line() for _ in range(5)]

    assert host.run(main()) == [b"one\n", b"\n", b"two\n", b"rest", b""]


def test_text_is_read_by_characters(host: Host) -> None:
    async def main() -> list[Any]:
        async with Pair() as (client, served):
            client.set_encoding("utf8")
            served.end("äöü\nß→rest")
            line = await client.read_line()
            return [line, await client.read_until("→"), await client.read_exactly(2)]

    assert host.run(main()) == ["äöü\n", "ß→", "re"]


def test_wrong_arguments_of_reads_are_refused_at_the_call(host: Host) -> None:
    async def main() -> list[str]:
        async with Pair() as (client, served):
            codes = []
            for wait in (
                client.read_exactly(-1),
                client.read_exactly("1"),  # type: ignore[arg-type]
                client.read_until(b""),
                client.read_until("\n"),
                client.read_until(b"\n", 0),
                client.read_line("1"),  # type: ignore[arg-type]
            ):
                with pytest.raises((TypeError, ValueError)) as raised:
                    await wait
                codes.append(raised.value.code)  # type: ignore[union-attr]
            return codes

    assert host.run(main()) == [
        "ERR_OUT_OF_RANGE",
        "ERR_INVALID_ARG_TYPE",
        "ERR_INVALID_ARG_VALUE",
        "ERR_INVALID_ARG_TYPE",
        "ERR_OUT_OF_RANGE",
        "ERR_INVALID_ARG_TYPE",
    ]


def test_a_cancelled_read_loses_nothing(host: Host) -> None:
    async def main() -> bytes:
        async with Pair() as (client, served):
            for wait in (client.read_exactly(100), client.read_until(b"\n"), client.read_line()):
                task = asyncio.ensure_future(wait)
                served.write(b"part ")
                await settled()
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
            served.end(b"\n")
            return await client.read_line()

    assert host.run(main()) == b"part part part \n"


def test_a_timeout_of_asyncio_ends_a_read(host: Host) -> None:
    async def main() -> bytes:
        async with Pair() as (client, served):
            served.write(b"abc")
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(client.read_exactly(5), 0.02)
            served.write(b"de")
            return await asyncio.wait_for(client.read_exactly(5), 10)

    assert host.run(main()) == b"abcde"


def test_the_reset_of_a_peer_comes_out_of_a_read(host: Host) -> None:
    async def main() -> None:
        async with Pair() as (client, served):
            task = asyncio.ensure_future(client.read_exactly(10))
            await settled()
            served.reset_and_destroy()
            with pytest.raises(ConnectionResetError):
                await task

    host.run(main())
    assert host.reported == []


@given(st.lists(st.binary(max_size=5), max_size=60), st.binary(min_size=1, max_size=3), st.data())
def test_a_queue_finds_what_the_joined_bytes_have(
    pieces: list[bytes], separator: bytes, data: Any
) -> None:
    queue = ReadQueue(objects=False)
    for piece in pieces:
        if piece:
            queue.append(piece)
    queue.take(data.draw(st.integers(0, queue.length)))
    copy = ReadQueue(objects=False)
    copy.chunks, copy.length, copy._offset = queue.chunks.copy(), queue.length, queue._offset
    joined = copy.take(copy.length) or b""
    found = joined.find(separator)
    start = data.draw(st.integers(0, found if found >= 0 else max(0, len(joined) - 2)))
    assert queue.find(separator, start) == joined.find(separator, start)
    assert queue.length == len(joined)


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
