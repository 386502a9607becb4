"""A hook of a user that raises, inside asyncio: whoever awaits the stream is given the error.

In Node it would end the program; on netuv's own loop it comes out of ``run()``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from support.hosts import Host

import netuv
from netuv.stream import Duplex, Readable, Transform, Writable, finished, pipeline


class Odd(BaseException):
    """No Exception: nothing but a hook's caller should catch it."""


Raise = Callable[..., Any]
Start = Callable[[Raise], Awaitable[Any]]


@pytest.fixture
def host() -> Host:
    """One is enough: nothing here has to do with the asyncio loop."""
    return Host("asyncio")


def source() -> Readable:
    return Readable.from_([b"a", b"b"])


def taking(stream: Any, chunk: Any, encoding: str, callback: Any) -> None:
    callback(None)


def passing(stream: Any, chunk: Any, encoding: str, callback: Any) -> None:
    callback(None, chunk)


def ending(stream: Readable, size: int) -> None:
    stream.push(None)


def later(stream: Any, callback: Any) -> None:
    netuv.set_immediate(callback, None)


def sink() -> Writable:
    return Writable(write=taking)


def failing(stream: Any, chunk: Any, encoding: str, callback: Any) -> None:
    callback(OSError("first"))


def only_the_second(fail: Raise) -> Raise:
    def write(stream: Writable, chunk: bytes, encoding: str, callback: Any) -> None:
        if chunk == b"b":
            fail()
        netuv.set_immediate(callback, None)

    return write


async def first_chunk(stream: Any) -> Any:
    async for chunk in stream:
        return chunk


async def written(stream: Writable) -> Any:
    stream.cork()
    stream.write(b"a")
    stream.write(b"b")
    netuv.next_tick(stream.uncork)
    return await finished(stream)


async def finish(stream: Writable) -> Any:
    netuv.next_tick(stream.end, b"x")
    return await netuv.once(stream, "finish")


def raised_in_the_error(fail: Raise) -> Awaitable[Any]:
    return pipeline(source(), Writable(write=failing, destroy=fail))  # type: ignore[no-any-return]


STARTS: dict[str, Start] = {
    "write": lambda fail: pipeline(source(), Writable(write=fail)),
    "a later write": lambda fail: pipeline(source(), Writable(write=only_the_second(fail))),
    "writev": lambda fail: written(Writable(writev=fail)),
    "a write that destroys nothing": lambda fail: pipeline(
        source(), Writable(write=fail, auto_destroy=False)
    ),
    "transform": lambda fail: pipeline(source(), Transform(transform=fail), sink()),
    "flush": lambda fail: pipeline(source(), Transform(transform=passing, flush=fail), sink()),
    "flush beside a final of its own": lambda fail: pipeline(
        source(), Transform(transform=passing, final=later, flush=fail), sink()
    ),
    "final": lambda fail: pipeline(source(), Writable(write=taking, final=fail)),
    "read": lambda fail: pipeline(Readable(read=fail), sink()),
    "destroy": raised_in_the_error,
    "destroy at the end": lambda fail: pipeline(Readable(read=ending, destroy=fail), sink()),
    "construct": lambda fail: pipeline(source(), Writable(write=taking, construct=fail)),
    "construct of what is read": lambda fail: pipeline(
        Readable(read=ending, construct=fail), sink()
    ),
    "a duplex that is finished": lambda fail: finish(Duplex(write=fail, read=ending)),
    "iteration": lambda fail: first_chunk(source().pipe(Transform(transform=fail))),
}


def is_first(error: BaseException) -> bool:
    return isinstance(error, OSError) and str(error) == "first"


@pytest.mark.parametrize("kind", [LookupError, Odd])
@pytest.mark.parametrize("name", STARTS)
def test_an_await_ends_with_what_a_hook_raised(host: Host, name: str, kind: Any) -> None:
    mine = kind("mine")

    def fail(*_: Any) -> Any:
        raise mine

    async def main() -> BaseException | None:
        try:
            await STARTS[name](fail)
        except Exception as error:
            return error
        return None

    error = host.run(main())
    assert error is not None
    assert kind is Odd or type(error) is kind or (name == "destroy" and is_first(error))
    reported = [*host.errors(), error, error.__cause__]
    assert any(one is mine or (type(one) is kind and str(one) == "mine") for one in reported)


def test_a_chunk_that_the_destination_refuses_ends_the_pipeline(host: Host) -> None:
    async def main() -> None:
        numbers = Readable.from_([1, 2, 3])
        with pytest.raises(TypeError):
            await pipeline(numbers, sink())
        assert numbers.destroyed

    host.run(main())
    assert len(host.errors()) == 1


def test_the_callback_of_a_write_whose_hook_raised_has_the_error(host: Host) -> None:
    reported: list[Any] = []

    def fail(*_: Any) -> Any:
        raise LookupError("mine")

    async def main() -> None:
        stream = Writable(write=fail)
        with pytest.raises(LookupError):
            stream.write(b"a", reported.append)
        with pytest.raises(LookupError):
            await finished(stream)

    host.run(main())
    assert [type(error) for error in reported] == [LookupError]


@pytest.mark.usefixtures("loop")
def test_outside_asyncio_a_hook_s_exception_comes_out_of_run_and_the_stream_waits() -> None:
    def fail(*_: Any) -> Any:
        raise LookupError("mine")

    stream = Writable(write=fail)
    source().pipe(stream)
    with pytest.raises(LookupError):
        netuv.run()
    assert not stream.destroyed
    assert stream.errored is None


@pytest.mark.parametrize("kind", [bytearray, lambda data: memoryview(bytearray(data))])
def test_a_generator_may_fill_the_memory_it_gave_anew(host: Host, kind: Any) -> None:
    def one_by_one() -> Iterator[Any]:
        memory = kind(b"?")
        for number in range(4):
            memory[0] = ord("a") + number
            yield memory

    async def one_by_one_later() -> Any:
        for memory in one_by_one():
            yield memory

    async def read(stream: Readable) -> bytes:
        return b"".join([bytes(chunk) async for chunk in stream])

    async def main() -> None:
        assert await read(Readable.from_(one_by_one())) == b"abcd"
        assert await read(Readable.from_(one_by_one_later())) == b"abcd"
        chunks: list[Any] = []
        Readable.from_(one_by_one()).on("data", chunks.append)
        for generator in (one_by_one, one_by_one_later):
            got: list[bytes] = []

            def write(stream: Any, chunk: bytes, encoding: str, done: Any, got: Any = got) -> None:
                got.append(chunk)
                done(None)

            await pipeline(generator, Writable(write=write))
            assert got == [b"a", b"b", b"c", b"d"]
        assert [bytes(chunk) for chunk in chunks] == [b"a", b"b", b"c", b"d"]
        assert type(chunks[0]) is type(kind(b"?"))

    host.run(main())
