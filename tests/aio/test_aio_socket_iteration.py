"""``async for`` over a Socket: all that its peer sends; its cancelling."""

from __future__ import annotations

import asyncio
import random
from typing import Any

import pytest
from support.hosts import Host, Pair, count_bytes, settled, until

import netuv
from netuv.stream import PassThrough

MiB = 1 << 20


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
            return seen, client._read_queue.reader.direct

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
            feed = client._loop._slots.sinks[client._handle._slot]

            def feed_and_cancel(chunk: bytes) -> None:
                feed(chunk)
                task.cancel()

            client._loop._slots.sinks[client._handle._slot] = feed_and_cancel
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
