"""pipeline() and finished() beyond what the parity scenarios show: sockets and asyncio."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from support.hosts import Host, settled, until
from support.peers import port_of

import netuv
from netuv.stream import PassThrough, Readable, Writable, finished, pipeline


def sink(chunks: list[Any]) -> Writable:
    def write(stream: Writable, chunk: Any, encoding: str, callback: Any) -> None:
        chunks.append(chunk)
        callback(None)

    return Writable(write=write, object_mode=True)


async def upper(source: Any) -> AsyncIterator[str]:
    async for chunk in source:
        yield chunk.upper()


@pytest.mark.usefixtures("loop")
def test_a_pipeline_through_sockets_brings_every_byte() -> None:
    data = bytes(range(256)) * 2000
    echoed: list[bytes] = []
    outcome: list[Any] = []
    server = netuv.create_server(allow_half_open=True)
    server.on("connection", lambda served: pipeline(served, served, outcome.append))

    def connect() -> None:
        client = netuv.connect(port_of(server), "127.0.0.1")
        pipeline([data[:1000], data[1000:]], client, sink(echoed), finish)

    def finish(error: BaseException | None) -> None:
        outcome.append(error)
        server.close()

    server.listen(0, "127.0.0.1", connect)
    netuv.run()
    assert b"".join(echoed) == data
    assert outcome == [None, None]


def test_an_async_generator_function_transforms(host: Host) -> None:
    async def main() -> list[Any]:
        chunks: list[Any] = []
        await pipeline(["a", "b"], upper, sink(chunks))
        return chunks

    assert host.run(main()) == ["A", "B"]


def test_an_async_function_at_the_end_has_the_value(host: Host) -> None:
    async def joined(source: Any) -> str:
        return "".join([chunk async for chunk in source])

    async def main() -> Any:
        return await pipeline(["a", "b"], upper, joined)

    assert host.run(main()) == "AB"


def test_the_exception_of_a_stage_is_raised_and_destroys_the_others(host: Host) -> None:
    async def fail(source: Any) -> AsyncIterator[str]:
        async for chunk in source:
            raise LookupError(chunk)
            yield chunk

    async def main() -> None:
        source, target = PassThrough(object_mode=True), sink([])
        source.write("a")
        with pytest.raises(LookupError, match="a"):
            await pipeline(source, fail, target)
        assert source.destroyed
        assert target.destroyed

    host.run(main())


def test_a_cancelled_pipeline_destroys_its_streams(host: Host) -> None:
    async def main() -> None:
        source, target = PassThrough(), sink([])

        async def run() -> None:
            await pipeline(source, target)

        task = asyncio.ensure_future(run())
        await settled()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert source.destroyed
        assert target.destroyed

    host.run(main())


def test_awaiting_finished_gives_the_end_or_raises_the_error(host: Host) -> None:
    async def main() -> None:
        good, bad = PassThrough(), PassThrough()
        good.end()
        good.resume()
        assert await finished(good) is None
        assert good.listener_count("finish") == 0
        bad.destroy(LookupError("bad"))
        with pytest.raises(LookupError, match="bad"):
            await finished(bad)

    host.run(main())


@pytest.mark.usefixtures("loop")
@pytest.mark.parametrize("call", [lambda: finished(PassThrough()), lambda: pipeline([1], sink([]))])
def test_without_a_callback_asyncio_is_needed(call: Any) -> None:
    with pytest.raises(netuv.StateError, match="asyncio") as raised:
        call()
    assert raised.value.code == "ERR_ASYNC_OUTSIDE_ASYNCIO"


@pytest.mark.usefixtures("loop")
def test_a_signal_ends_the_waiting_of_finished_but_not_the_stream() -> None:
    controller = netuv.AbortController()
    received: list[Any] = []
    stream = Readable(read=lambda stream, size: None)
    finished(stream, received.append, signal=controller.signal)
    controller.abort("enough")
    netuv.run()
    assert isinstance(received[0], netuv.AbortError)
    assert received[0].cause == "enough"
    assert not stream.destroyed


def test_a_generator_that_stops_early_ends_the_pipeline_without_an_error(host: Host) -> None:
    async def first(source: Any) -> AsyncIterator[str]:
        async for chunk in source:
            yield chunk
            return

    async def main() -> None:
        chunks: list[Any] = []
        source = PassThrough(object_mode=True)
        source.write("a")
        source.write("b")
        await pipeline(source, first, sink(chunks))
        assert chunks == ["a"]
        assert source.destroyed

    host.run(main())


def test_an_async_function_that_stops_early_is_no_error(host: Host) -> None:
    async def first(source: Any) -> Any:
        async for chunk in source:
            return chunk

    async def main() -> None:
        source = PassThrough(object_mode=True)
        source.write("a")
        source.write("b")
        assert await pipeline(source, first) == "a"
        assert source.destroyed

    host.run(main())


def test_the_value_of_an_async_function_can_be_read_from_what_pipeline_returns(host: Host) -> None:
    async def joined(source: Any) -> str:
        return "".join([chunk async for chunk in source])

    async def main() -> tuple[list[Any], list[Any]]:
        reported: list[Any] = []
        result = pipeline(["a", "b"], joined, callback=lambda *end: reported.append(end))
        return [chunk async for chunk in result], reported

    assert host.run(main()) == (["ab"], [(None, "ab")])


def test_a_generator_at_the_end_is_read_from_what_pipeline_returns(host: Host) -> None:
    async def main() -> tuple[list[Any], list[Any]]:
        reported: list[Any] = []
        result = pipeline(["a", "b"], upper, callback=lambda *end: reported.append(end))
        return [chunk async for chunk in result], reported

    assert host.run(main()) == (["A", "B"], [(None,)])


def test_the_exception_of_the_function_at_the_end_is_reported_once(host: Host) -> None:
    async def fail(source: Any) -> None:
        raise LookupError("bad")

    async def main() -> list[Any]:
        reported: list[Any] = []
        source = PassThrough()
        result = pipeline(source, fail, callback=lambda *end: reported.append(end))
        result.on("error", lambda error: reported.append(str(error)))
        await until(lambda: len(reported) == 2)
        await settled()
        assert source.destroyed
        return reported

    reported = host.run(main())
    assert [type(end[0]) for end in reported if isinstance(end, tuple)] == [LookupError]


def test_a_plain_function_at_the_end_may_give_something_to_await(host: Host) -> None:
    async def count(source: Any) -> int:
        return len([chunk async for chunk in source])

    async def main() -> list[Any]:
        reported: list[Any] = []
        pipeline(
            ["a", "b"], lambda source: count(source), callback=lambda *end: reported.append(end)
        )
        await until(lambda: reported)
        return reported

    assert host.run(main()) == [(None, 2)]


@pytest.mark.usefixtures("loop")
def test_an_async_stage_outside_asyncio_is_refused_at_the_call() -> None:
    async def consume(source: Any) -> None:
        raise AssertionError("must not run")

    for stage in (upper, consume):
        with pytest.raises(netuv.StateError, match="asyncio") as raised:
            pipeline(["a"], stage, callback=lambda error: None)
        assert raised.value.code == "ERR_ASYNC_OUTSIDE_ASYNCIO"


@pytest.mark.usefixtures("loop")
def test_a_pipeline_that_could_not_be_built_does_not_follow_its_signal() -> None:
    controller = netuv.AbortController()
    reported: list[Any] = []
    with pytest.raises(TypeError):
        pipeline(["a"], 3, callback=reported.append, signal=controller.signal)
    controller.abort()
    netuv.run()
    assert reported == []
