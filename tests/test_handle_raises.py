"""An exception of any class out of a handle's method is that write's, or the stream's, error."""

from __future__ import annotations

import socket as plain
from typing import Any, Callable

import pytest

import netuv

Run = Callable[[], None]


class Odd(Exception):
    """No class that netuv knows."""


def raising(error: BaseException) -> Callable[..., Any]:
    """A method that somebody has put in a handle's place."""

    def method(*_: Any) -> None:
        raise error

    return method


def over_a_pair(**options: Any) -> tuple[netuv.Socket, plain.socket, list[Any]]:
    """A socket, its peer, and what becomes of it."""
    ours, peer = plain.socketpair()
    peer.settimeout(5)
    socket = netuv.Socket(fd=ours.detach(), readable=True, writable=True, **options)
    seen: list[Any] = []
    socket.on("error", lambda error: seen.append(error))
    socket.on("close", lambda had_error: seen.append(had_error))
    return socket, peer, seen


@pytest.mark.parametrize("data", [b"x", "text", bytearray(b"x")], ids=["bytes", "text", "other"])
def test_an_odd_exception_of_write_is_its_error(loop: netuv.Loop, run: Run, data: Any) -> None:
    socket, peer, seen = over_a_pair()
    error = Odd("out of write()")
    socket._handle.write = raising(error)
    called: list[Any] = []
    socket.write(data, called.append)
    run()
    assert called == [error]
    assert seen == [error, True]
    assert peer.recv(1) == b""


def test_ctrl_c_in_a_handles_write_leaves_no_write_under_way(loop: netuv.Loop, run: Run) -> None:
    socket, peer, seen = over_a_pair()
    socket._handle.write = raising(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        socket.write(b"x")
    run()
    assert [getattr(each, "code", each) for each in seen] == ["ABORT_ERR", True]
    assert isinstance(seen[0].cause, KeyboardInterrupt)
    assert socket.writable_length == 0
    assert peer.recv(1) == b""


def test_an_odd_exception_of_shutdown_is_the_streams_error(loop: netuv.Loop, run: Run) -> None:
    socket, peer, seen = over_a_pair()
    error = Odd("out of shutdown()")
    socket._handle.shutdown = raising(error)
    called: list[Any] = []
    socket.end(b"last", called.append)
    run()
    assert called == [error]
    assert seen == [error, True]
    assert peer.recv(10) == b"last"
    assert peer.recv(10) == b""


def test_ctrl_c_in_a_handles_shutdown_ends_the_stream(loop: netuv.Loop, run: Run) -> None:
    socket, _, seen = over_a_pair()
    socket._handle.shutdown = raising(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        socket.end()
    run()
    assert [getattr(each, "code", each) for each in seen] == ["ABORT_ERR", True]


def test_an_odd_exception_of_read_start_is_the_streams_error(loop: netuv.Loop, run: Run) -> None:
    socket, peer, seen = over_a_pair(high_water_mark=4)
    error = Odd("out of read_start()")
    socket.pause()
    peer.send(b"more than four")
    while socket._handle.reading:
        loop.run_once()
    socket._handle.read_start = raising(error)
    socket.resume()
    run()
    assert seen == [error, True]


def test_an_odd_exception_of_read_stop_is_the_streams_error(loop: netuv.Loop, run: Run) -> None:
    socket, peer, seen = over_a_pair(high_water_mark=4)
    error = Odd("out of read_stop()")
    socket._handle.read_stop = raising(error)
    socket.pause()
    peer.send(b"more than four")
    run()
    assert seen == [error, True]
    assert peer.recv(1) == b""


def test_a_read_that_ctrl_c_has_kept_from_starting_may_be_asked_again(
    loop: netuv.Loop, run: Run
) -> None:
    ours, peer = plain.socketpair()
    got: list[bytes] = []
    asked: list[int] = []

    def read(stream: Any, size: int) -> None:
        asked.append(size)
        if len(asked) == 1:
            raise KeyboardInterrupt
        stream.push(b"data" if len(asked) == 2 else None)

    readable = netuv.stream.Readable(read=read)
    readable.on("data", got.append)
    with pytest.raises(KeyboardInterrupt):
        loop.run()
    readable.read(0)
    run()
    assert got == [b"data"]
    ours.close()
    peer.close()
