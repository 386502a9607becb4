"""An exception of any class out of a handle's method is that write's, or the stream's, error."""

from __future__ import annotations

import socket as plain
from collections.abc import Callable
from typing import Any

import pytest
from support import Run
from support.peers import over_pair

import netuv


class Odd(Exception):
    """No class that netuv knows."""


def raising(error: BaseException) -> Callable[..., Any]:
    """A method that somebody has put in a handle's place."""

    def method(*_: Any) -> None:
        raise error

    return method


def watched(**options: Any) -> tuple[netuv.Socket, plain.socket, list[Any]]:
    """A socket, its peer, and what becomes of it."""
    socket, peer = over_pair(**options)
    seen: list[Any] = []
    socket.on("error", lambda error: seen.append(error))
    socket.on("close", lambda had_error: seen.append(had_error))
    return socket, peer, seen


@pytest.mark.parametrize("data", [b"x", "text", bytearray(b"x")], ids=["bytes", "text", "other"])
def test_an_odd_exception_of_write_is_its_error(loop: netuv.Loop, run: Run, data: Any) -> None:
    socket, peer, seen = watched()
    error = Odd("out of write()")
    socket._handle.write = raising(error)
    called: list[Any] = []
    socket.write(data, called.append)
    run()
    assert called == [error]
    assert seen == [error, True]
    assert peer.recv(1) == b""


def test_ctrl_c_in_a_handles_write_leaves_no_write_under_way(loop: netuv.Loop, run: Run) -> None:
    socket, peer, seen = watched()
    socket._handle.write = raising(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        socket.write(b"x")
    run()
    assert [getattr(each, "code", each) for each in seen] == ["ABORT_ERR", True]
    assert isinstance(seen[0].cause, KeyboardInterrupt)
    assert socket.writable_length == 0
    assert peer.recv(1) == b""


def test_an_odd_exception_of_shutdown_is_the_streams_error(loop: netuv.Loop, run: Run) -> None:
    socket, peer, seen = watched()
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
    socket, _, seen = watched()
    socket._handle.shutdown = raising(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        socket.end()
    run()
    assert [getattr(each, "code", each) for each in seen] == ["ABORT_ERR", True]


def test_an_odd_exception_of_read_start_is_the_streams_error(loop: netuv.Loop, run: Run) -> None:
    socket, peer, seen = watched(high_water_mark=4)
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
    socket, peer, seen = watched(high_water_mark=4)
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


def test_ctrl_c_in_a_handles_close_closes_it_all_the_same(loop: netuv.Loop, run: Run) -> None:
    socket, peer, seen = watched()
    handle = socket._handle
    handle.close = raising(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        socket.destroy()
    run()
    assert handle.fd == -1
    assert seen[-1] in (True, False)
    assert peer.recv(1) == b""


def test_ctrl_c_in_a_listeners_close_closes_the_server(loop: netuv.Loop, run: Run) -> None:
    server = netuv.create_server().listen(0, "127.0.0.1")
    closed: list[bool] = []
    loop.run_nowait()
    server.on("close", lambda: closed.append(True))
    handle = server._handle
    handle.close = raising(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        server.close()
    run()
    assert handle.fd == -1
    assert closed == [True]


@pytest.mark.parametrize("method", ["connect", "bind"])
@pytest.mark.parametrize("kind", [KeyboardInterrupt, Odd])
def test_what_connecting_raises_ends_the_socket(
    loop: netuv.Loop, run: Run, port: int, method: str, kind: type[BaseException]
) -> None:
    handle = netuv.TCP()
    setattr(handle, method, raising(kind()))
    socket = netuv.Socket(handle=handle)
    seen: list[Any] = []
    socket.on("error", lambda error: seen.append(type(error)))
    socket.on("close", lambda had_error: seen.append(had_error))
    local = {"local_address": "127.0.0.1"} if method == "bind" else {}
    socket.connect(port=port, host="127.0.0.1", **local)
    if kind is KeyboardInterrupt:
        with pytest.raises(KeyboardInterrupt):
            loop.run()
    run()
    assert seen == [netuv.AbortError if kind is KeyboardInterrupt else Odd, True]
    assert not socket.connecting


def test_ctrl_c_in_read_start_is_the_streams_end(loop: netuv.Loop, run: Run) -> None:
    socket, peer, seen = watched(high_water_mark=4)
    socket.pause()
    peer.send(b"more than four")
    while socket._handle.reading:
        loop.run_once()
    socket._handle.read_start = raising(KeyboardInterrupt())
    socket.resume()
    with pytest.raises(KeyboardInterrupt):
        loop.run()
    run()
    assert [getattr(each, "code", each) for each in seen] == ["ABORT_ERR", True]


def test_ctrl_c_where_a_buffer_is_lent_is_the_streams_end(loop: netuv.Loop, run: Run) -> None:
    socket, peer, seen = watched(
        onread={"buffer": bytearray(10), "callback": lambda length, buffer: True}
    )
    socket._handle.use_user_buffer = raising(KeyboardInterrupt())
    peer.send(b"x")
    with pytest.raises(KeyboardInterrupt):
        loop.run()
    run()
    assert [getattr(each, "code", each) for each in seen] == ["ABORT_ERR", True]


@pytest.mark.parametrize("kind", [KeyboardInterrupt, Odd])
def test_a_handle_that_a_socket_could_not_take_is_free(
    loop: netuv.Loop, run: Run, kind: type[BaseException]
) -> None:
    ours, peer = plain.socketpair()
    handle = netuv.Pipe()
    handle.open(ours.detach())
    handle.read_start = raising(kind())  # type: ignore[method-assign]
    with pytest.raises(kind):
        netuv.Socket(handle=handle)
    del handle.read_start
    socket = netuv.Socket(handle=handle)
    got: list[bytes] = []
    socket.on("data", got.append)
    peer.send(b"data")
    peer.close()
    run()
    assert got == [b"data"]


def test_a_callback_of_an_end_that_ctrl_c_has_ended_is_called(loop: netuv.Loop, run: Run) -> None:
    socket, _, _ = watched()
    socket._handle.shutdown = raising(KeyboardInterrupt())
    called: list[Any] = []
    with pytest.raises(KeyboardInterrupt):
        socket.end(called.append)
    run()
    assert [error.code for error in called] == ["ABORT_ERR"]


def test_a_write_at_the_handle_is_none_of_its_sockets(loop: netuv.Loop, run: Run) -> None:
    socket, peer, seen = watched()
    big = bytes(1 << 20)
    assert not socket._handle.write(big)
    received = 0
    while received < len(big):
        loop.run_nowait()
        received += len(peer.recv(1 << 16))
    peer.close()
    run()
    assert seen == [False]


def test_a_signal_of_a_loop_that_is_over_aborts_nothing(loop: netuv.Loop, run: Run) -> None:
    old = netuv.Loop()
    controller = netuv.AbortController()
    with old:
        netuv.Socket(signal=controller.signal)
        netuv.stream.PassThrough(signal=controller.signal)
    old.close()
    controller.abort()
    run()
    assert controller.signal.aborted
