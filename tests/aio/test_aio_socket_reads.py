"""read_exactly(), read_until() and read_line(): exact reads, and their cancelling."""

from __future__ import annotations

import asyncio
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.hosts import Host, Pair, settled, until

from netuv.stream._read_queue import ReadQueue

MiB = 1 << 20


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
