"""What newer asyncio has: task groups, timeouts, runners, and tasks that begin at once."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import pytest
from support.hosts import Host, Pair, begin_tasks_at_once

import netuv

pytestmark = [
    pytest.mark.skipif(sys.version_info < (3, 11), reason="came with Python 3.11"),
    pytest.mark.usefixtures("no_chunk_left"),
]
aio: Any = asyncio
eager = pytest.mark.parametrize(
    "is_eager",
    [
        False,
        pytest.param(
            True,
            marks=pytest.mark.skipif(sys.version_info < (3, 12), reason="came with Python 3.12"),
        ),
    ],
)


async def echo(served: netuv.Socket) -> int:
    chunks = 0
    async for chunk in served:
        served.write(chunk)
        chunks += 1
    return chunks


@eager
def test_a_group_of_tasks_serves_and_is_cancelled_by_the_one_that_fails(
    host: Host, is_eager: bool
) -> None:
    async def main() -> list[bytes]:
        async def ask() -> None:
            for _ in range(20):
                client.write(b"ask")
                got.append(await client.read_exactly(3))
            raise KeyError("done")

        if is_eager:
            begin_tasks_at_once()
        got: list[bytes] = []
        async with Pair() as (client, served):
            with pytest.raises(Exception) as raised:
                async with aio.TaskGroup() as group:
                    waiting = group.create_task(echo(served))
                    group.create_task(ask())
            assert [type(error) for error in raised.value.exceptions] == [KeyError]  # type: ignore[attr-defined]
            assert waiting.cancelled()
            client.write(b"after")
            got.append(await served.read_exactly(5))
        return got

    assert host.run(main()) == [b"ask"] * 20 + [b"after"]


@eager
def test_a_timeout_ends_the_wait_and_costs_no_byte(host: Host, is_eager: bool) -> None:
    async def main() -> bytes:
        if is_eager:
            begin_tasks_at_once()
        got = b""
        async with Pair() as (client, served):
            for number in range(10):
                with pytest.raises(TimeoutError):
                    async with aio.timeout(0.001 if number % 2 else 0):
                        async for _ in client:
                            pass
                served.write(b"%d" % number)
                async with aio.timeout(20):
                    async for chunk in client:
                        got += chunk
                        break
        return got

    assert host.run(main()) == b"0123456789"


@eager
def test_a_task_may_begin_others_in_the_step_in_which_it_has_data(
    host: Host, is_eager: bool
) -> None:
    async def main() -> tuple[int, list[int]]:
        async def serve(socket: netuv.Socket, others: list[netuv.Socket]) -> int:
            chunks = 0
            async for _ in socket:
                if others:
                    tasks.append(asyncio.ensure_future(echo(others.pop(0))))
                socket.write(b"begun")
                chunks += 1
            return chunks

        if is_eager:
            begin_tasks_at_once()
        tasks: list[Any] = []
        async with Pair() as (one, served), Pair() as (two, first), Pair() as (three, second):
            task = asyncio.ensure_future(serve(served, [first, second]))
            for other in (two, three):
                one.write(b"begin")
                assert await one.read_exactly(5) == b"begun"
                for _ in range(10):
                    other.write(b"x")
                    assert await other.read_exactly(1) == b"x"
            for socket in (one, two, three):
                socket.end()
            return await task, [await other for other in tasks]

    assert host.run(main()) == (2, [10, 10])


def test_a_runner_runs_one_thing_after_another(host: Host) -> None:
    async def ask(number: int) -> Any:
        client.write(b"%d" % number)
        return await client.read_exactly(1)

    async def start() -> Any:
        pair = Pair()
        client, served = await pair.__aenter__()
        return pair, client, asyncio.ensure_future(echo(served))

    with aio.Runner(loop_factory=host.new_loop) as runner:
        pair, client, task = runner.run(start())
        for number in range(5):
            assert runner.run(ask(number)) == b"%d" % number
        runner.run(pair.__aexit__())
        runner.run(asyncio.wait([task]))
        assert task.exception().code == "ERR_STREAM_PREMATURE_CLOSE"
