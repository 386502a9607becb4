"""All that a peer has sent comes before its end, however its bytes are cut up."""

from __future__ import annotations

import array
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support import Run
from support.hosts import Host
from support.peers import HOST, over_pair, reset

import netuv

Feed = Callable[[netuv.Socket, bytearray], None]

needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="others read on past a mark")


def send_with_a_mark(peer: socket.socket, size: int = 10) -> bytes:
    """An urgent byte, which is not part of the stream, in the middle; then the peer closes."""
    peer.sendall(b"A" * size)
    peer.send(b"!", socket.MSG_OOB)
    peer.sendall(b"B" * size)
    peer.close()
    return b"A" * size + b"B" * size


def send_with_descriptors(peer: socket.socket, times: int = 5) -> bytes:
    """Each message with a descriptor is a read of its own; then the peer closes."""
    sent = b""
    with open(os.devnull) as file:
        rights = array.array("i", [file.fileno()])
        for number in range(times):
            chunk = bytes([65 + number]) * 10
            peer.sendmsg([chunk], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)])
            sent += chunk
    peer.sendall(b"last")
    peer.close()
    return sent + b"last"


def flowing(client: netuv.Socket, got: bytearray) -> None:
    client.on("data", got.extend)


def pausing(client: netuv.Socket, got: bytearray) -> None:
    def take(data: bytes) -> None:
        got.extend(data)
        client.pause()
        netuv.set_immediate(client.resume)

    client.on("data", take)


def byte_by_byte(client: netuv.Socket, got: bytearray) -> None:
    def take() -> None:
        while (chunk := client.read(1)) is not None:
            got.extend(chunk)

    client.on("readable", take)


FEEDS = [flowing, pausing, byte_by_byte]


def follow(client: Any) -> list[str]:
    """What is emitted, but for data."""
    reported: list[str] = []
    client.on("error", lambda error: reported.append(error.code))
    client.on("end", lambda: reported.append("end"))
    return reported


def half_closed(run: Run, feed: Feed, send: Callable[[socket.socket], bytes]) -> Any:
    """We have ended; the peer sends and closes before we read. What it sent, what came, events."""
    got = bytearray()
    sent: list[bytes] = []
    with socket.create_server((HOST, 0)) as raw:
        client = netuv.connect(raw.getsockname()[1], HOST, allow_half_open=True)
        reported = follow(client)
        client.end("question")

        @client.on("finish")
        def _() -> None:
            peer, _ = raw.accept()
            while peer.recv(100):
                pass
            sent.append(send(peer))
            feed(client, got)

        run()
    return sent[0], bytes(got), reported


@needs_linux
@pytest.mark.parametrize("feed", FEEDS)
@pytest.mark.parametrize("size", [1, 10, 100_000])
def test_bytes_behind_an_urgent_mark_come_before_the_end(run: Run, feed: Feed, size: int) -> None:
    sent, got, reported = half_closed(run, feed, lambda peer: send_with_a_mark(peer, size))
    assert got == sent
    assert reported == ["end"]


@needs_linux
@pytest.mark.parametrize("feed", FEEDS)
@pytest.mark.parametrize("times", [1, 2, 40])
def test_bytes_behind_passed_descriptors_come_before_the_end(
    run: Run, feed: Feed, times: int
) -> None:
    got = bytearray()
    netuv.Pipe().close()
    run()  # the loop has the descriptors that it keeps
    before = len(os.listdir("/proc/self/fd"))
    client, peer = over_pair()
    reported = follow(client)
    sent = send_with_descriptors(peer, times)
    feed(client, got)
    run()
    assert bytes(got) == sent
    assert reported == ["end"]
    assert len(os.listdir("/proc/self/fd")) == before, "the descriptors were kept"


@needs_linux
@pytest.mark.parametrize("size", [1, 4, 64])
@pytest.mark.parametrize("stops", [False, True])
def test_bytes_behind_descriptors_come_into_the_users_buffer(
    run: Run, tmp_path: Path, size: int, stops: bool
) -> None:
    got = bytearray()
    path = str(tmp_path / "s")
    with socket.socket(socket.AF_UNIX) as raw:
        raw.bind(path)
        raw.listen()

        def take(length: int, buffer: Any) -> bool:
            got.extend(memoryview(buffer)[:length])
            if stops:
                netuv.set_immediate(client.resume)
            return not stops

        onread = {"buffer": bytearray(size), "callback": take}
        client = netuv.connect(path=path, onread=onread)
        reported = follow(client)
        sent = send_with_descriptors(raw.accept()[0])
        run()
    assert bytes(got) == sent
    assert reported == ["end"]


@needs_linux
def test_bytes_behind_an_urgent_mark_reach_a_task(host: Host) -> None:
    async def main() -> tuple[bytes, bytes]:
        with socket.create_server((HOST, 0)) as raw:
            client = await netuv.connect(raw.getsockname()[1], HOST, allow_half_open=True)
            client.end("question")
            await netuv.once(client, "finish")
            peer, _ = raw.accept()
            while peer.recv(100):
                pass
            sent = send_with_a_mark(peer)
            return sent, b"".join([chunk async for chunk in client])

    sent, got = host.run(main())
    assert got == sent


@needs_linux
def test_a_reset_behind_the_data_is_a_reset_and_no_end(run: Run) -> None:
    def send(peer: socket.socket) -> bytes:
        peer.sendall(b"half of it")
        reset(peer)
        return b"half of it"

    def feed(client: netuv.Socket, got: bytearray) -> None:
        client.on("data", got.extend)

    sent, got, reported = half_closed(run, feed, send)
    assert got == sent
    assert reported == ["ECONNRESET"]


def test_the_end_still_comes_in_the_turn_of_the_last_bytes(run: Run) -> None:
    reported: list[str] = []
    client, peer = over_pair()
    peer.sendall(b"all")
    peer.close()
    client.on("end", lambda: reported.append("end"))
    client.on("data", lambda data: netuv.set_immediate(reported.append, "a turn later"))
    run()
    assert reported == ["end", "a turn later"]


def test_the_end_comes_in_that_turn_where_this_side_has_ended_before(run: Run) -> None:
    reported: list[str] = []

    def answer() -> None:
        peer, _ = raw.accept()
        assert peer.recv(1) == b""
        peer.sendall(b"all")
        peer.close()

    with socket.create_server((HOST, 0)) as raw:
        client = netuv.connect(raw.getsockname()[1], HOST)
        client.on("end", lambda: reported.append("end"))
        client.on("data", lambda data: netuv.set_immediate(reported.append, "a turn later"))
        client.on("finish", answer)
        client.end()
        run()
    assert reported == ["end", "a turn later"]
