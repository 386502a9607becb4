"""NETUV_DEBUG=1: what a socket keeps of its decisions is checked before each dispatch."""

from __future__ import annotations

import socket as plain
import subprocess
import sys
from collections.abc import Iterator

import pytest
from support.peers import over_pair
from support.programs import child_environment

import netuv

pytestmark = pytest.mark.usefixtures("decisions_checked")


@pytest.fixture
def pair(loop: netuv.Loop) -> Iterator[tuple[netuv.Socket, plain.socket]]:
    """A socket over one end of a pair, and the other end."""
    socket, peer = over_pair()
    yield socket, peer
    peer.close()


def test_a_wrong_sink_is_an_error_that_names_it(
    loop: netuv.Loop, pair: tuple[netuv.Socket, plain.socket]
) -> None:
    socket, peer = pair
    got: list[bytes] = []
    socket.on("data", got.append)
    loop.run_nowait()
    socket._handle.set_sink(lambda chunk: None)
    peer.send(b"lost")
    with pytest.raises(netuv.StateError, match="netuv's own fault: a socket's sink is") as caught:
        loop.run()
    assert caught.value.code == "ERR_INTERNAL_ASSERTION"
    assert got == []


def test_right_decisions_pass_the_check(
    loop: netuv.Loop, pair: tuple[netuv.Socket, plain.socket]
) -> None:
    socket, peer = pair
    got: list[bytes] = []

    def first(chunk: bytes) -> None:
        got.append(chunk)
        socket.off("data", first).on("data", got.append)
        peer.send(b"second")
        peer.close()

    socket.on("data", first)
    peer.send(b"first")
    loop.run()
    assert got == [b"first", b"second"]


def test_a_socket_for_reading_alone_writes_nothing(
    loop: netuv.Loop, pair: tuple[netuv.Socket, plain.socket]
) -> None:
    errors: list[str] = []
    socket, theirs = over_pair(writable=False)
    socket.on("error", lambda error: errors.append(error.code))
    socket.write(b"x")
    loop.run_nowait()
    assert theirs.recv(1) == b""
    assert errors == ["ERR_STREAM_WRITE_AFTER_END"]
    theirs.close()


def test_the_environment_turns_the_checks_on() -> None:
    program = "import netuv._loop.debug; print(netuv._loop.debug.on)"
    for value, expected in (("1", "True"), ("net,1", "True"), ("net", "False"), ("", "False")):
        done = subprocess.run(
            [sys.executable, "-c", program],
            env=child_environment(NETUV_DEBUG=value),
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == expected
