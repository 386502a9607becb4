"""One chunk of `async for` over a socket, waited for in every way that asyncio has.

On the C lane it is an awaitable of netuv's own, which is future and coroutine at once; all
of this is true of the Python lane's coroutine, too.
"""

from __future__ import annotations

import asyncio
import contextvars
import gc
import inspect
import sys
import warnings
import weakref
from typing import Any

import pytest
from support.hosts import Host, Pair, begin_tasks_at_once, tasks_settled

import netuv

pytestmark = pytest.mark.usefixtures("no_chunk_left")


async def warm(client: netuv.Socket, served: netuv.Socket) -> Any:
    """The client's iterator, when the next wait will be a short one."""
    chunks = client.__aiter__()
    for number in range(3):
        served.write(b"%d" % number)
        assert await chunks.__anext__() == b"%d" % number
    return chunks


async def cold(client: netuv.Socket, served: netuv.Socket) -> Any:
    """The client's iterator; the first wait goes by the stream's rules."""
    return client.__aiter__()


both_ways = pytest.mark.parametrize("start", [warm, cold])


class Held:
    """What only the waiting coroutine refers to."""


async def one_chunk(chunks: Any) -> Any:
    return await chunks.__anext__()


@both_ways
def test_a_chunk_can_be_made_a_task(host: Host, start: Any) -> None:
    async def main() -> Any:
        async with Pair() as (client, served):
            chunks = await start(client, served)
            task = asyncio.get_running_loop().create_task(chunks.__anext__())
            await tasks_settled()
            served.write(b"chunk")
            return await task

    assert host.run(main()) == b"chunk"


def test_a_chunk_is_a_coroutine_and_no_future(host: Host) -> None:
    async def main() -> tuple[bool, bool, bool]:
        async with Pair() as (client, served):
            chunk = (await warm(client, served)).__anext__()
            kind = asyncio.iscoroutine(chunk), inspect.isawaitable(chunk), asyncio.isfuture(chunk)
            chunk.close()
            return kind

    assert host.run(main()) == (True, True, False)


@both_ways
def test_what_comes_after_a_timeout_is_not_lost(host: Host, start: Any) -> None:
    async def main() -> Any:
        async with Pair() as (client, served):
            chunks = await start(client, served)
            for _ in range(3):
                with pytest.raises(asyncio.TimeoutError):
                    await asyncio.wait_for(chunks.__anext__(), 0.005)
            served.write(b"late")
            return await asyncio.wait_for(chunks.__anext__(), 20)

    assert host.run(main()) == b"late"


@both_ways
def test_the_message_of_a_cancellation_arrives(host: Host, start: Any) -> None:
    async def main() -> list[Any]:
        async def wait() -> Any:
            try:
                await chunks.__anext__()
            except asyncio.CancelledError as error:
                return error.args

        async with Pair() as (client, served):
            chunks = await start(client, served)
            results = []
            for message in (("why",), (), (("a", "tuple"),)):
                task = asyncio.ensure_future(wait())
                await tasks_settled()
                task.cancel(*message)
                results.append(await task)
                assert not client._read_queue.reader.awaited
            return results

    assert host.run(main()) == [("why",), (), (("a", "tuple"),)]


def test_data_that_meets_a_cancelled_task_stays(host: Host) -> None:
    async def main() -> Any:
        async with Pair() as (client, served):
            chunks = await warm(client, served)
            task = asyncio.ensure_future(chunks.__anext__())
            await tasks_settled()
            sinks, slot = client._loop._slots.sinks, client._handle._slot
            sink = sinks[slot]

            def cancel_and_feed(data: bytes) -> None:
                task.cancel()
                sink(data)

            sinks[slot] = cancel_and_feed
            served.end(b"whole")
            with pytest.raises(asyncio.CancelledError):
                await task
            return b"".join([chunk async for chunk in client])

    assert host.run(main()) == b"whole"


def test_a_task_may_cancel_itself_before_it_waits(host: Host) -> None:
    async def main() -> Any:
        async def wait() -> Any:
            task = asyncio.current_task()
            assert task is not None
            task.cancel()
            return await chunks.__anext__()

        async with Pair() as (client, served):
            chunks = await warm(client, served)
            with pytest.raises(asyncio.CancelledError):
                await asyncio.ensure_future(wait())
            served.write(b"kept")
            return await chunks.__anext__()

    assert host.run(main()) == b"kept"


def test_each_step_has_its_task_and_its_context(host: Host) -> None:
    name: contextvars.ContextVar[str] = contextvars.ContextVar("name", default="nobody")

    async def main() -> list[bool]:
        async def echo(socket: netuv.Socket, own: str) -> None:
            name.set(own)
            task = asyncio.current_task()
            async for chunk in socket:
                right.append(name.get() == own and asyncio.current_task() is task)
                socket.write(chunk)

        right: list[bool] = []
        async with Pair() as (client, served), Pair() as (other, peer):
            tasks = [
                asyncio.ensure_future(echo(served, "a")),
                asyncio.ensure_future(echo(peer, "b")),
            ]
            for _ in range(10):
                client.write(b"x")
                other.write(b"y")
                assert await client.read_exactly(1) == b"x"
                assert await other.read_exactly(1) == b"y"
            client.end()
            other.end()
            await asyncio.gather(*tasks)
        return right

    assert host.run(main()) == [True] * 20


@both_ways
@pytest.mark.filterwarnings("ignore:the .type, exc, tb. signature:DeprecationWarning")
def test_an_exception_thrown_in_comes_out_and_leaves_the_data(host: Host, start: Any) -> None:
    async def main() -> Any:
        async with Pair() as (client, served):
            chunks = await start(client, served)
            for thrown in ((KeyError("in"),), (KeyError, "in"), (KeyError, KeyError("in"), None)):
                coroutine = one_chunk(chunks)
                coroutine.send(None)
                with pytest.raises(KeyError, match="in"):
                    coroutine.throw(*thrown)
                assert not client._read_queue.reader.awaited
            served.write(b"left")
            return await chunks.__anext__()

    assert host.run(main()) == b"left"


@both_ways
def test_a_closed_coroutine_waits_no_longer(host: Host, start: Any) -> None:
    async def main() -> Any:
        async with Pair() as (client, served):
            chunks = await start(client, served)
            coroutine = one_chunk(chunks)
            coroutine.send(None)
            coroutine.close()
            assert not client._read_queue.reader.awaited
            served.write(b"for the next")
            return await chunks.__anext__()

    assert host.run(main()) == b"for the next"


def test_a_chunk_that_its_waiter_refuses_goes_back(host: Host) -> None:
    """A driver of its own: what it is woken with it need not take."""

    async def main() -> Any:
        async with Pair() as (client, served):
            chunks = await warm(client, served)
            coroutine = one_chunk(chunks)
            future = coroutine.send(None)
            woken = asyncio.get_running_loop().create_future()

            def refuse(_: Any) -> None:
                with pytest.raises(ValueError, match="not this one"):
                    coroutine.throw(ValueError("not this one"))
                woken.set_result(None)

            future.add_done_callback(refuse)
            served.write(b"refused")
            await woken
            return await chunks.__anext__()

    if sys.implementation.name == "pypy" or netuv._native.lane.name == "python":
        pytest.skip("its future has the chunk as its result, which nobody takes back")
    assert host.run(main()) == b"refused"


def test_a_chunk_is_awaited_once(host: Host) -> None:
    async def main() -> None:
        async with Pair() as (client, served):
            chunk = (await warm(client, served)).__anext__()
            served.write(b"once")
            assert await chunk == b"once"
            with pytest.raises(RuntimeError, match="cannot reuse"):
                await chunk

    host.run(main())


def test_two_chunks_may_be_waited_for_at_once(host: Host) -> None:
    async def main() -> list[Any]:
        async with Pair() as (client, served):
            chunks = await warm(client, served)
            both = asyncio.gather(chunks.__anext__(), chunks.__anext__())
            await tasks_settled()
            served.write(b"first")
            await tasks_settled()
            while served.bytes_written > client.bytes_read:
                await asyncio.sleep(0)
            served.write(b"second")
            return await both

    assert host.run(main()) == [b"first", b"second"]


def test_tasks_written_in_python_iterate_as_well(host: Host) -> None:
    def make(loop: Any, coroutine: Any, **options: Any) -> Any:
        return asyncio.tasks._PyTask(coroutine, loop=loop, **options)  # type: ignore[attr-defined]

    async def main() -> list[bytes]:
        asyncio.get_running_loop().set_task_factory(make)

        async def echo(served: netuv.Socket) -> None:
            async for chunk in served:
                served.write(chunk)

        async with Pair() as (client, served):
            task = asyncio.ensure_future(echo(served))
            got = []
            for number in range(10):
                client.write(b"%d" % number)
                got.append(await client.read_exactly(1))
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            return got

    assert host.run(main()) == [b"%d" % number for number in range(10)]


@pytest.mark.skipif(sys.version_info < (3, 12), reason="eager tasks came with Python 3.12")
def test_eager_tasks_iterate_as_well(host: Host) -> None:
    async def main() -> bytes:
        begin_tasks_at_once()
        async with Pair() as (client, served):
            chunks = await warm(client, served)
            task = asyncio.ensure_future(one_chunk(chunks))
            served.write(b"eager")
            got: bytes = await task
            return got

    assert host.run(main()) == b"eager"


def test_the_debug_mode_iterates_as_well(host: Host) -> None:
    async def main() -> Any:
        async with Pair() as (client, served):
            chunks = await warm(client, served)
            served.write(b"watched")
            return await chunks.__anext__()

    assert host.run(main(), debug=True) == b"watched"


def test_a_task_that_waited_when_its_loop_ended_is_freed(host: Host) -> None:
    refs = []

    async def main() -> None:
        async def wait(chunks: Any) -> None:
            held = Held()
            refs.append(weakref.ref(held))
            async for _ in chunks:
                pass

        async with Pair() as (client, served):
            task = asyncio.ensure_future(wait(await warm(client, served)))
            await tasks_settled()
            del task

    host.run(main())
    host.reported.clear()  # the exception of the task, with its frames
    gc.collect()
    assert refs[0]() is None


def test_all_that_a_forgotten_loop_left_waiting_is_freed(host: Host) -> None:
    refs = []

    async def main() -> None:
        async def wait(chunks: Any, client: netuv.Socket) -> None:
            held = Held()
            refs.append(weakref.ref(held))
            async for _ in chunks:
                pass

        client, served = await Pair().__aenter__()
        task = asyncio.ensure_future(wait(await warm(client, served), client))
        await tasks_settled()
        refs.append(weakref.ref(task))

    async def another() -> None:
        async with Pair():
            pass

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        loop = host.new_loop()
        loop.set_exception_handler(lambda loop, context: None)
        loop.run_until_complete(main())
        loop.close()
        del loop
        host.run(another())  # finds it closed
        gc.collect()
    assert [ref() for ref in refs] == [None, None]


def test_waiting_for_chunks_takes_no_memory_for_good(host: Host) -> None:
    tracemalloc = pytest.importorskip("tracemalloc", reason="PyPy's has no C part")

    async def main() -> int:
        async def echo(served: netuv.Socket) -> None:
            async for chunk in served:
                served.write(chunk)

        async with Pair() as (client, served):
            task = asyncio.ensure_future(echo(served))
            used = []
            for _ in range(3):
                for _ in range(500):
                    client.write(b"x")
                    async for _ in client:
                        break
                gc.collect()
                used.append(tracemalloc.get_traced_memory()[0])
            client.end()
            await task
            return used[2] - used[1]

    tracemalloc.start()
    try:
        assert host.run(main()) < 10_000
    finally:
        tracemalloc.stop()
