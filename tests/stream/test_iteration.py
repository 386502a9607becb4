"""Readable.from_ and ``async for`` over a Readable."""

from __future__ import annotations

import asyncio
import gc
import platform
import weakref
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from support import Run
from support.hosts import Host
from support.peers import port_of

import netuv
from netuv.stream import PassThrough, Readable

counts_references = pytest.mark.skipif(
    platform.python_implementation() != "CPython", reason="counts references"
)


def collect(stream: Readable) -> list[Any]:
    chunks: list[Any] = []
    stream.on("data", chunks.append)
    netuv.run()
    return chunks


@pytest.mark.usefixtures("loop")
def test_an_iterable_is_read_only_as_far_as_it_is_asked_for() -> None:
    taken: list[int] = []

    def source() -> Any:
        for number in range(100):
            taken.append(number)
            yield number

    stream = Readable.from_(source())
    stream.on("readable", lambda: None)
    netuv.run()
    assert taken == [0]
    assert stream.read() == 0


@pytest.mark.usefixtures("loop")
def test_bytes_are_one_chunk() -> None:
    assert collect(Readable.from_(b"abc")) == [b"abc"]
    assert collect(Readable.from_(bytearray(b"abc"))) == [bytearray(b"abc")]


@pytest.mark.usefixtures("loop")
def test_an_empty_iterable_ends_at_once() -> None:
    assert collect(Readable.from_([])) == []


@pytest.mark.usefixtures("loop")
def test_an_async_iterable_outside_asyncio_is_refused() -> None:
    async def source() -> AsyncIterator[int]:
        yield 1

    with pytest.raises(netuv.StateError, match="asyncio") as raised:
        Readable.from_(source())
    assert raised.value.code == "ERR_ASYNC_OUTSIDE_ASYNCIO"


@pytest.mark.usefixtures("loop")
def test_iterating_outside_asyncio_is_refused() -> None:
    iterator = Readable(read=lambda stream, size: None).__aiter__()
    step = iterator.__anext__()
    with pytest.raises(netuv.StateError, match="asyncio"):
        step.send(None)


def test_an_async_generator_is_a_source_and_a_stream_an_async_iterable(host: Host) -> None:
    async def source() -> AsyncIterator[int]:
        for number in range(5):
            await asyncio.sleep(0)
            yield number

    async def main() -> list[int]:
        return [number async for number in Readable.from_(source())]

    assert host.run(main()) == [0, 1, 2, 3, 4]


def test_an_exception_of_an_async_generator_comes_out_of_the_iteration(host: Host) -> None:
    async def source() -> AsyncIterator[int]:
        yield 1
        raise LookupError("bad")

    async def main() -> list[int]:
        seen = []
        with pytest.raises(LookupError, match="bad"):
            async for number in Readable.from_(source()):
                seen.append(number)
        return seen

    assert host.run(main()) == [1]


def test_a_destroyed_stream_closes_its_async_generator(host: Host) -> None:
    closed = []

    async def source() -> AsyncIterator[int]:
        try:
            while True:
                yield 1
        finally:
            closed.append(True)

    async def main() -> None:
        stream = Readable.from_(source())
        async for _ in stream:
            break
        stream.destroy()
        await asyncio.sleep(0.01)

    host.run(main())
    assert closed == [True]


def test_break_leaves_the_stream_paused_and_whole(host: Host) -> None:
    async def main() -> tuple[list[Any], list[Any]]:
        stream = PassThrough(object_mode=True)
        for number in range(4):
            stream.write(number)
        stream.end()
        first = []
        async for number in stream:
            first.append(number)
            if number == 1:
                break
        assert not stream.destroyed
        assert stream.listener_count("readable") == 0
        for _ in range(5):
            await asyncio.sleep(0)
        return first, [number async for number in stream]

    assert host.run(main()) == ([0, 1], [2, 3])


def test_a_stream_destroyed_before_its_end_raises_a_premature_close(host: Host) -> None:
    async def main() -> str:
        stream = PassThrough()
        asyncio.get_running_loop().call_later(0.001, stream.destroy)
        with pytest.raises(netuv.StateError) as raised:
            async for _ in stream:
                pass
        return raised.value.code

    assert host.run(main()) == "ERR_STREAM_PREMATURE_CLOSE"


def test_the_error_of_a_stream_comes_out_of_the_iteration(host: Host) -> None:
    async def main() -> None:
        stream = PassThrough()
        stream.on("error", lambda error: None)
        stream.destroy(LookupError("bad"))
        with pytest.raises(LookupError, match="bad"):
            async for _ in stream:
                pass

    host.run(main())


def test_a_cancelled_wait_leaves_no_listener_and_loses_nothing(host: Host) -> None:
    async def main() -> list[bytes]:
        stream = PassThrough()

        async def first() -> Any:
            return await stream.__aiter__().__anext__()

        task = asyncio.ensure_future(first())
        await asyncio.sleep(0.001)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert stream.listener_count("readable") == 0
        stream.end(b"all of it")
        return [chunk async for chunk in stream]

    assert host.run(main()) == [b"all of it"]


def test_a_socket_is_iterated_with_all_that_its_peer_sends(host: Host) -> None:
    async def main() -> int:
        data = bytes(300_000)

        def serve(served: netuv.Socket) -> None:
            served.end(data)
            server.close()

        server = await netuv.create_server(serve).listen(0, "127.0.0.1")
        client = netuv.connect(port_of(server), "127.0.0.1")
        return sum([len(chunk) async for chunk in client])

    assert host.run(main()) == 300_000


def test_a_source_that_is_cancelled_ends_its_stream_with_an_abort(host: Host) -> None:
    async def source() -> AsyncIterator[int]:
        yield 1
        raise asyncio.CancelledError

    async def main() -> None:
        with pytest.raises(netuv.AbortError):
            async for _ in Readable.from_(source()):
                pass

    host.run(main())


def test_the_error_of_destroy_is_raised_in_an_async_generator(host: Host) -> None:
    caught: list[str] = []

    async def source() -> AsyncIterator[int]:
        try:
            while True:
                yield 1
        except LookupError as error:
            caught.append(str(error))

    async def main() -> list[str]:
        received: list[str] = []
        stream = Readable.from_(source())
        stream.on("error", lambda error: received.append(str(error)))
        async for _ in stream:
            break
        stream.destroy(LookupError("bad"))
        for _ in range(5):
            await asyncio.sleep(0.001)
        return received

    assert host.run(main()) == ["bad"]
    assert caught == ["bad"]


class Odd(BaseException):
    """No exception that stands for an error."""


def test_a_source_that_is_cut_off_is_not_taken_for_whole(host: Host) -> None:
    def source() -> Any:
        yield b"half of it"
        raise Odd

    async def main() -> None:
        with pytest.raises(netuv.AbortError) as caught:
            await netuv.stream.pipeline(source(), PassThrough().resume())
        assert isinstance(caught.value.cause, Odd)

    host.run(main())
    assert [type(report["exception"]) for report in host.reported] == [Odd]
    host.reported.clear()


@counts_references
@pytest.mark.usefixtures("loop")
def test_a_generator_that_raises_leaves_nothing_for_the_collector() -> None:
    def source() -> Any:
        yield b"chunk"
        raise ValueError("out of the source")

    gc.collect()
    gc.disable()
    try:
        stream = Readable.from_(source())
        stream.on("error", lambda error: None).resume()
        gone = weakref.ref(stream)
        netuv.run()
        del stream
        assert gone() is None
    finally:
        gc.enable()


@counts_references
@pytest.mark.usefixtures("loop")
def test_a_timed_signal_leaves_nothing_for_the_collector() -> None:
    gc.collect()
    gc.disable()
    try:
        gone = weakref.ref(netuv.AbortSignal.timeout(1))
        kept = netuv.set_timeout(lambda: None, 5)
        netuv.run()
        assert gone() is None
        assert kept is not None
    finally:
        gc.enable()


def test_a_source_is_closed_where_its_stream_s_signal_is_aborted_already(run: Run) -> None:
    seen: list[str] = []

    def values() -> Iterator[int]:
        try:
            yield 1
            yield 2
        finally:
            seen.append("closed")

    source = values()
    next(source)
    stream = Readable.from_(source, signal=netuv.AbortSignal.abort())
    stream.on("error", lambda error: seen.append(error.code))
    run()
    assert seen == ["closed", "ABORT_ERR"]


def test_hooks_given_to_from_are_the_stream_s(run: Run) -> None:
    seen: list[str] = []
    stream = Readable.from_([1], read=lambda stream, size: (seen.append("read"), stream.push(None)))
    stream.on("data", lambda chunk: seen.append("data")).on("end", lambda: seen.append("end"))
    run()
    assert seen == ["read", "end"]
