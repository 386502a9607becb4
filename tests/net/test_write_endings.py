"""How writing fails and how it ends: the first error, and end() over every kind of descriptor."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support import Run
from support.peers import HOST, over_pair, reset

import netuv

BIG = bytes(3 << 20)  # more than the kernel takes
Events = list[Any]


def follow(subject: Any) -> Events:
    reported: Events = []
    subject.on("error", lambda error: reported.append(f"error {error.code} {error.syscall}"))
    subject.on("finish", lambda: reported.append("finish"))
    subject.on("close", lambda had_error: reported.append(f"close {had_error}"))
    return reported


def reset_meanwhile(act: Callable[[netuv.Socket, Events], Any], run: Run) -> Events:
    """Events of a socket that reads nothing, whose peer has reset, and which then acts."""
    results: list[Events] = []

    def serve(client: netuv.Socket) -> None:
        reported = follow(client)
        results.append(reported)
        reset(peers.pop())
        act(client, reported)
        netuv.set_immediate(lambda: netuv.set_immediate(client.destroy))
        server.close()

    server = netuv.create_server(serve, pause_on_connect=True)
    peers: list[socket.socket] = []

    @server.on("listening")
    def _() -> None:
        peers.append(socket.create_connection((HOST, server.address().port)))

    server.listen(0, HOST)
    run()
    return results[0]


def with_callback(client: netuv.Socket, reported: Events) -> None:
    client.write(b"x", lambda error: reported.append(f"callback {error.code}"))


def twice(client: netuv.Socket, reported: Events) -> None:
    client.write(b"x")
    client.write(b"y", lambda error: reported.append(f"callback {error.code}"))


def in_one(client: netuv.Socket, reported: Events) -> None:
    client.cork()
    client.write(b"x")
    client.write(b"y")
    client.uncork()


FAILED = ["error ECONNRESET write", "close True"]
# Node 18.20.4's own, but for the second callback: as there, it gets the first error.
WRITES = {
    "bytes": (lambda client, reported: client.write(b"x"), FAILED),
    "much": (lambda client, reported: client.write(bytes(9 << 20)), FAILED),
    "text": (lambda client, reported: client.write("x"), FAILED),
    "a bytearray": (lambda client, reported: client.write(bytearray(10)), FAILED),
    "end with a chunk": (lambda client, reported: client.end(b"x"), FAILED),
    "with a callback": (with_callback, ["callback ECONNRESET", *FAILED]),
    "twice": (twice, ["callback ECONNRESET", *FAILED]),
    "corked": (in_one, FAILED),
    "end alone": (lambda client, reported: client.end(), ["finish", "close False"]),
}


@pytest.mark.parametrize("name", WRITES)
def test_the_first_write_after_a_reset_fails_with_the_reset(run: Run, name: str) -> None:
    act, wanted = WRITES[name]
    assert reset_meanwhile(act, run) == wanted


def test_a_write_to_the_handle_after_a_reset_fails_with_the_reset(run: Run) -> None:
    codes: list[str] = []

    def act(client: netuv.Socket, reported: Events) -> None:
        for data in (b"x", [b"x"] * 70):
            try:
                client._handle.write(data)
            except OSError as error:
                codes.append(error.code)  # type: ignore[attr-defined]

    reset_meanwhile(act, run)
    assert codes == ["ECONNRESET", "EPIPE"]


# -- end() -------------------------------------------------------------------------------


def read_all(descriptor: int, into: bytearray) -> threading.Thread:
    def read() -> None:
        while chunk := os.read(descriptor, 1 << 16):
            into.extend(chunk)
        os.close(descriptor)

    thread = threading.Thread(target=read)
    thread.start()
    return thread


def a_pipe(at: Path) -> tuple[int, int]:
    return os.pipe()


def a_fifo(at: Path) -> tuple[int, int]:
    os.mkfifo(at / "fifo")
    reader = os.open(at / "fifo", os.O_RDONLY | os.O_NONBLOCK)
    writer = os.open(at / "fifo", os.O_WRONLY)
    os.set_blocking(reader, True)
    return reader, writer


def a_socket_pair(at: Path) -> tuple[int, int]:
    reader, writer = socket.socketpair()
    return reader.detach(), writer.detach()


def end_alone(writer: netuv.Socket) -> bytes:
    writer.end()
    return b""


def end_with_a_chunk(writer: netuv.Socket) -> bytes:
    writer.end(b"chunk")
    return b"chunk"


def end_after_a_write(writer: netuv.Socket) -> bytes:
    writer.write(b"before")
    writer.end(bytearray(b"chunk"))
    return b"beforechunk"


def end_behind_a_queue(writer: netuv.Socket) -> bytes:
    writer.write(BIG)
    writer.end(b"chunk")
    return BIG + b"chunk"


def end_of_many(writer: netuv.Socket) -> bytes:
    writer.cork()
    for _ in range(200):
        writer.write(b"small")
    for _ in range(9):
        writer.write(bytes(1 << 20))
    writer.end()
    return b"small" * 200 + bytes(9 << 20)


ENDS = [end_alone, end_with_a_chunk, end_after_a_write, end_behind_a_queue, end_of_many]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("make", [a_pipe, a_fifo, a_socket_pair])
def test_end_finishes_and_closes(run: Run, tmp_path: Path, make: Any, end: Any) -> None:
    reader, writer = make(tmp_path)
    got = bytearray()
    thread = read_all(reader, got)
    subject = netuv.Socket(fd=writer, readable=False, writable=True)
    reported = follow(subject)
    sent = end(subject)
    run()
    thread.join(10)
    assert reported == ["finish", "close False"]
    assert got == sent


def test_end_finishes_over_the_input_of_a_child(run: Run) -> None:
    program = "import sys; print(len(sys.stdin.buffer.read()))"
    child = subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdin is not None
    writer = netuv.Socket(fd=os.dup(child.stdin.fileno()), readable=False, writable=True)
    child.stdin.close()
    child.stdin = None
    reported = follow(writer)
    writer.end(bytes(300_000))
    run()
    assert child.communicate(timeout=10)[0].strip() == b"300000"
    assert reported == ["finish", "close False"]


def test_the_callback_of_end_over_a_pipe_has_no_error(run: Run) -> None:
    reader, writer = os.pipe()
    received: list[Any] = []
    netuv.Socket(fd=writer, readable=False, writable=True).end(b"x", received.append)
    run()
    os.close(reader)
    assert received == [None]


def test_end_after_the_peers_end_finishes(run: Run) -> None:
    subject, peer = over_pair(allow_half_open=True)
    reported = follow(subject)
    subject.on("end", lambda: (peer.close(), subject.end()))
    subject.resume()
    peer.shutdown(socket.SHUT_WR)
    run()
    assert reported == ["finish", "close False"]


@pytest.mark.parametrize("queue", [b"", BIG])
def test_the_shutdown_of_a_pipe_calls_back_with_its_error(run: Run, queue: bytes) -> None:
    reader, writer = os.pipe()
    got = bytearray()
    thread = read_all(reader, got)
    handle = netuv.Pipe()
    handle.open(writer)
    codes: list[Any] = []
    handle.write(queue, lambda error: codes.append(error))

    def ended(error: Any) -> None:
        codes.append(error.code)
        handle.close()

    handle.shutdown(ended)
    run()
    thread.join(10)
    assert codes == [None, "ENOTSOCK"]
    assert got == queue


def test_a_handle_without_a_connection_refuses_to_shut_down(loop: netuv.Loop) -> None:
    for handle in (netuv.TCP(), netuv.TCP(), netuv.Pipe()):
        with pytest.raises(OSError) as caught:
            handle.shutdown(lambda error: None)
        assert caught.value.code == "ENOTCONN"  # type: ignore[attr-defined]
        handle.close()


def test_without_memory_for_the_rest_of_a_chunk_the_socket_is_over(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_memory(*_: object) -> None:
        raise MemoryError

    peer, own = socket.socketpair()
    subject = netuv.Socket(fd=own.detach(), writable=True)
    errors: Events = []
    subject.on("error", errors.append)
    with monkeypatch.context() as patch, peer:
        patch.setattr("netuv._net.handle_stream.BufferedWrite", no_memory)
        with pytest.raises(MemoryError):
            subject.write(bytes(900_000))
        run()
    assert subject.destroyed
    assert [type(error) for error in errors] == [MemoryError]
