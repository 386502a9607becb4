"""What write() was given is what is sent, and nothing holds on to what may change."""

from __future__ import annotations

import array
import ctypes
import mmap
import socket
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from support import Run
from support.peers import HOST
from support.programs import SANITIZED, run_program

import netuv
from netuv.stream import Duplex, PassThrough, Transform, Writable

BIG = bytes(8 << 20)  # more than the kernel takes


class Misleading(bytearray):
    """Says that it is shorter than it is."""

    def __len__(self) -> int:
        return 1


class Chunk:
    """Something to write, what it says now, and a way to have it say something else."""

    def __init__(self, subject: Any, change: Callable[[], Any]) -> None:
        self.subject = subject
        with memoryview(subject) as view:
            self.says = view.tobytes()
        self.change = change


def overwrite(memory: bytearray) -> None:
    """A resize is refused while somebody has a view of it."""
    memory[:] = b"X" * len(memory)
    memory.extend(b"more")
    memory.clear()


def a_bytearray() -> Chunk:
    memory = bytearray(b"hello")
    return Chunk(memory, lambda: overwrite(memory))


def a_view() -> Chunk:
    memory = bytearray(b"hello")
    return Chunk(memoryview(memory), lambda: memory.__setitem__(slice(None), b"XXXXX"))


def a_view_with_gaps() -> Chunk:
    memory = bytearray(b"h-e-l-l-o")
    return Chunk(memoryview(memory)[::2], lambda: memory.__setitem__(slice(None), b"X" * 9))


def a_view_of_two_dimensions() -> Chunk:
    memory = bytearray(range(6))
    view = memoryview(memory).cast("B", shape=[2, 3])
    return Chunk(view, lambda: memory.__setitem__(slice(None), b"X" * 6))


def numbers() -> Chunk:
    memory = array.array("d", [1.0, 2.0])
    return Chunk(memory, lambda: memory.__delitem__(slice(None)))


def no_numbers() -> Chunk:
    memory = array.array("d")
    return Chunk(memory, lambda: memory.append(1.0))


def a_c_array() -> Chunk:
    memory = (ctypes.c_int * 4)(1, 2, 3, 4)
    return Chunk(memory, lambda: memory.__setitem__(0, 9))


def a_mapping() -> Chunk:
    memory = mmap.mmap(-1, 4096)
    memory.write(b"hello")

    def change() -> None:
        memory[:5] = b"XXXXX"
        memory.close()

    return Chunk(memory, change)


def one_that_misleads() -> Chunk:
    memory = Misleading(b"hello")
    return Chunk(memory, lambda: memory.clear())


CHUNKS = [
    a_bytearray,
    a_view,
    a_view_with_gaps,
    a_view_of_two_dimensions,
    numbers,
    no_numbers,
    a_c_array,
    a_mapping,
    one_that_misleads,
]


def connected(client: netuv.Socket, chunk: Chunk) -> None:
    client.once("connect", lambda: (client.write(chunk.subject), chunk.change(), client.end()))


def with_a_callback(client: netuv.Socket, chunk: Chunk) -> None:
    def go() -> None:
        client.write(chunk.subject, lambda error: client.end())
        chunk.change()

    client.once("connect", go)


def connecting(client: netuv.Socket, chunk: Chunk) -> None:
    client.write(chunk.subject)
    chunk.change()
    client.end()


def ended_while_connecting(client: netuv.Socket, chunk: Chunk) -> None:
    client.end(chunk.subject)
    chunk.change()


def ended(client: netuv.Socket, chunk: Chunk) -> None:
    client.once("connect", lambda: (client.end(chunk.subject), chunk.change()))


def corked(client: netuv.Socket, chunk: Chunk) -> None:
    def go() -> None:
        client.cork()
        client.write(chunk.subject)
        chunk.change()
        client.uncork()
        client.end()

    client.once("connect", go)


def queued(client: netuv.Socket, chunk: Chunk) -> None:
    def go() -> None:
        client.write(BIG)
        client.write(chunk.subject)
        chunk.change()
        client.end()

    client.once("connect", go)


def piped(client: netuv.Socket, chunk: Chunk) -> None:
    source = PassThrough()
    source.pipe(client)
    source.write(chunk.subject)
    chunk.change()
    source.end()


def in_a_list_to_the_handle(client: netuv.Socket, chunk: Chunk) -> None:
    def go() -> None:
        client._handle.write([BIG, chunk.subject, b""], lambda error: client.end())
        chunk.change()

    client.once("connect", go)


def to_a_handle_with_its_own_write(client: netuv.Socket, chunk: Chunk) -> None:
    def go() -> None:
        handle = client._handle
        real = handle.write

        def later(data: Any) -> bool:
            netuv.set_immediate(lambda: (real(data), client._handle_written(0)))
            return False

        handle.write = later
        client.write(chunk.subject)
        chunk.change()
        client.end()

    client.once("connect", go)


WAYS = [
    connected,
    with_a_callback,
    connecting,
    ended_while_connecting,
    ended,
    corked,
    queued,
    piped,
    in_a_list_to_the_handle,
    to_a_handle_with_its_own_write,
]


@pytest.mark.parametrize("make", CHUNKS)
@pytest.mark.parametrize("way", WAYS)
def test_the_peer_gets_what_was_written_though_it_changes_at_once(
    run: Run, way: Callable[[netuv.Socket, Chunk], None], make: Callable[[], Chunk]
) -> None:
    got = bytearray()

    def serve(peer: netuv.Socket) -> None:
        peer.on("data", got.extend)
        peer.on("end", lambda: server.close())

    server = netuv.create_server(serve)
    server.listen(0, HOST)
    chunk = make()

    @server.on("listening")
    def _() -> None:
        way(netuv.connect(server.address().port, HOST), chunk)

    run()
    assert bytes(got).lstrip(b"\0") == chunk.says.lstrip(b"\0")
    assert len(got) in (len(chunk.says), len(BIG) + len(chunk.says))


def late(got: list[bytes]) -> Callable[..., None]:
    def write(stream: Any, chunk: Any, encoding: str, callback: Any) -> None:
        netuv.set_immediate(lambda: (got.append(bytes(chunk)), callback()))

    return write


def streams(got: list[bytes]) -> Iterator[Any]:
    yield Writable(write=late(got))
    yield Duplex(write=late(got), read=lambda stream, size: None)

    def transform(stream: Any, chunk: Any, encoding: str, callback: Any) -> None:
        netuv.set_immediate(lambda: callback(None, chunk))

    transformed = Transform(transform=transform)
    transformed.on("data", got.append)
    yield transformed
    through = PassThrough()
    netuv.set_immediate(lambda: through.on("data", got.append))
    yield through


@pytest.mark.parametrize("make", CHUNKS)
def test_a_stream_keeps_what_was_written_as_it_was(run: Run, make: Callable[[], Chunk]) -> None:
    got: list[bytes] = []
    for stream in streams(got):
        chunk = make()
        stream.write(b"before ")
        stream.write(chunk.subject)
        chunk.change()
        stream.end()
        run()
        assert b"".join(got) == b"before " + chunk.says, type(stream)
        got.clear()


def test_an_error_that_is_kept_holds_no_view_of_what_was_written(loop: netuv.Loop) -> None:
    memory = bytearray(b"hello")
    ours, peer = socket.socketpair()
    peer.close()
    subject = netuv.Socket(fd=ours.detach(), readable=False, writable=True)
    errors: list[BaseException] = []
    view = memoryview(memory)
    for data in (memory, [memory], [b"x", view]):
        with pytest.raises(BrokenPipeError) as caught:
            subject._handle.write(data)
        errors.append(caught.value)
    subject.on("error", errors.append)
    subject.write(view)
    view.release()
    memory.clear()
    assert len(errors) == 3
    loop.run()
    assert len(errors) == 4


def test_a_released_view_is_no_chunk(run: Run) -> None:
    view = memoryview(b"hello")
    view.release()
    for stream in (Writable(write=late([])), netuv.Socket()):
        with pytest.raises(TypeError) as caught:
            stream.write(view)
        assert getattr(caught.value, "code", None) == "ERR_INVALID_ARG_TYPE"


REFUSED = """
import resource, socket
import netuv

ours, peer = socket.socketpair()
subject = netuv.Socket(fd=ours.detach(), readable=True, writable=True)
events, received = [], bytearray()
subject.on("error", events.append)
subject.on("finish", lambda: events.append("finish"))
peer.setblocking(False)

def read():
    try:
        while chunk := peer.recv(1 << 20):
            received.extend(chunk)
        timer.close()
        peer.close()
    except BlockingIOError:
        pass

{before}
length = subject.writable_length
large = bytearray(400 << 20)
limit = resource.getrlimit(resource.RLIMIT_AS)
pages = int(open("/proc/self/statm").read().split()[0])
resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + (64 << 20), limit[1]))
try: subject.write(large)
except MemoryError: events.append("no memory")
resource.setrlimit(resource.RLIMIT_AS, limit)
assert subject.writable_length == length, subject.writable_length
timer = netuv.set_interval(read, 1)
guard = netuv.set_timeout(subject.destroy, 20_000)
subject.on("close", lambda _: guard.close())
subject.end(b"last")
netuv.run()
assert events == ["no memory", "finish"], events
assert received.startswith(b"first") and received.endswith(b"plast"), bytes(received[-20:])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.skipif(SANITIZED, reason="the sanitizers need that room")
@pytest.mark.parametrize(
    "before",
    [
        'subject.cork(); subject.write(b"firstp")',
        'subject.write(b"first" + b"p" * 8_000_000)',
    ],
    ids=["corked", "queued"],
)
def test_a_write_that_there_is_no_memory_for_changes_nothing(before: str) -> None:
    run_program(REFUSED.format(before=before))
