"""Writes of more than four gigabytes: of zeros that the system has not made pages for yet."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from support import Run
from support.programs import SANITIZED

import netuv

LENGTH = (1 << 32) + 5

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or sys.implementation.name != "cpython" or SANITIZED,
    reason="zeros cost memory there",
)


def memory() -> int:
    """Bytes of this process that are in memory."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.fixture
def pair(run: Run) -> Iterator[tuple[netuv.Socket, socket.socket]]:
    """A connected socket, and its peer, which reads nothing."""
    with socket.create_server(("127.0.0.1", 0)) as raw:
        client = netuv.connect(raw.getsockname()[1], "127.0.0.1", netuv.get_loop().stop)
        run()
        peer, _ = raw.accept()
        with peer:
            yield client, peer
    run()


WAYS: dict[str, Callable[[netuv.Socket, Any], object]] = {
    "write": lambda client, chunk: client.write(chunk),
    "write with a callback": lambda client, chunk: client.write(chunk, lambda error: None),
    "end": lambda client, chunk: client.end(chunk),
    "a view": lambda client, chunk: client.write(memoryview(chunk)),
    "behind another": lambda client, chunk: (client.write(b"first"), client.write(chunk)),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_long_chunk_waits_where_it_is(
    pair: tuple[netuv.Socket, socket.socket], way: Callable[..., object]
) -> None:
    client, _ = pair
    errors: list[BaseException] = []
    client.on("error", errors.append)
    chunk = bytes(LENGTH)
    before = memory()
    way(client, chunk)
    assert memory() - before < 256 << 20
    assert errors == []
    assert client.bytes_written - LENGTH in (0, len(b"first"))
    assert client.writable_length > LENGTH - (64 << 20)
    client.destroy()


def test_long_chunks_written_together_wait_where_they_are(
    pair: tuple[netuv.Socket, socket.socket],
) -> None:
    client, _ = pair
    errors: list[BaseException] = []
    client.on("error", errors.append)
    chunk = bytes(1 << 30)
    before = memory()
    client.cork()
    for _ in range(5):
        client.write(chunk)
    client.uncork()
    assert memory() - before < 256 << 20
    assert errors == []
    assert client.bytes_written == 5 << 30
    client.destroy()


def test_a_handle_takes_a_long_chunk_and_views_of_one(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as raw:
        handle = netuv.TCP()
        handle.connect(*raw.getsockname())
        run()  # a handle that does nothing does not keep the loop
        chunk = bytes(LENGTH)
        view = memoryview(chunk)
        before = memory()
        assert handle.write([b"a", view, chunk, view[1:]]) is False
        view.release()  # the caller's own
        assert memory() - before < 256 << 20
        assert handle.write_queue_size > 3 * LENGTH - (64 << 20)
        handle.close()
        run()
