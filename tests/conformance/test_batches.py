"""The order of events does not depend on how they fall into batches, nor on the lane.

The scenarios have several sockets ready in one poll, or several reads of one socket, and change
things in the middle: each prints Node's trace with batches of one, two and 32 events.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from conformance.parity import harness
from support.peers import raw_client

import netuv

NAMES = [name for name in harness.SCENARIOS if name.startswith(("batch_", "order_"))]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("batch", ["1", "2", "32"])
def test_netuv_prints_the_trace_of_node_with_batches_of_any_size(name: str, batch: str) -> None:
    expected = harness.expected_trace(name)
    assert harness.netuv_trace(name, NETUV_BATCH=batch) == expected  # on the lane of this run


BATCHES = [1, 2, 32]


@pytest.fixture
def batched(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A loop whose batches have the size the test asks for."""
    monkeypatch.setenv("NETUV_BATCH", str(request.param))
    loop = netuv.Loop()
    with loop:
        yield loop
    loop.close()


@pytest.mark.parametrize("batched", BATCHES, indirect=True)
@pytest.mark.parametrize("kind", [LookupError, KeyboardInterrupt])
def test_every_exception_comes_out_and_every_byte_arrives(
    batched: netuv.Loop, kind: type[BaseException]
) -> None:
    count = 50
    collected: list[bytes] = []

    @netuv.create_server
    def server(served: netuv.Socket) -> None:
        @served.on("data")
        def _(data: bytes) -> None:
            collected.append(data)
            served.end(data)
            raise kind(data.decode())

    server.listen(0)
    peers = [raw_client(server) for _ in range(count)]
    for number, peer in enumerate(peers):
        peer.sendall(b"%d" % number)
        peer.shutdown(socket.SHUT_WR)
    raised = []
    for _ in range(count):
        with pytest.raises(kind) as caught:
            batched.run()
        raised.append(str(caught.value).encode())
    server.close()
    batched.run()
    assert raised == collected
    assert sorted(collected, key=int) == [b"%d" % number for number in range(count)]
    assert [peer.recv(10) for peer in peers] == [b"%d" % number for number in range(count)]
    for peer in peers:
        peer.close()


@pytest.mark.parametrize("batched", BATCHES, indirect=True)
def test_exceptions_in_a_long_stream_lose_and_double_nothing(batched: netuv.Loop) -> None:
    data = bytes(range(256)) * 20_000
    received = bytearray()
    reads = 0

    @netuv.create_server
    def server(served: netuv.Socket) -> None:
        served.on("end", lambda: server.close())

        @served.on("data")
        def _(chunk: bytes) -> None:
            nonlocal reads
            received.extend(chunk)
            reads += 1
            if reads % 3 == 0:
                raise LookupError(str(reads))

    server.listen(0)
    peer = raw_client(server)
    sender = threading.Thread(target=lambda: (peer.sendall(data), peer.close()))
    sender.start()
    raised = 0
    while True:
        try:
            batched.run()
            break
        except LookupError:
            raised += 1
    sender.join(30)
    assert raised == reads // 3 > 0
    assert bytes(received) == data


@pytest.mark.parametrize("batched", BATCHES, indirect=True)
def test_every_other_socket_closed_by_its_neighbour_in_a_batch_is_silent(
    batched: netuv.Loop,
) -> None:
    count = 64
    served: list[netuv.Socket] = []
    collected: list[int] = []
    closed: list[int] = []
    late: list[int] = []

    @netuv.create_server
    def server(one: netuv.Socket) -> None:
        number = len(served)
        served.append(one)

        @one.on("data")
        def _(data: bytes) -> None:
            collected.append(number)
            if one.destroyed:
                late.append(number)
            served[number ^ 1].destroy()

        one.on("close", lambda had_error: closed.append(number))
        if len(served) == count:
            server.close()
            netuv.set_immediate(send)

    def send() -> None:
        for peer in peers:
            peer.sendall(b"x")
            peer.shutdown(socket.SHUT_WR)

    server.listen(0)
    peers = [raw_client(server) for _ in range(count)]
    batched.run()
    for peer in peers:
        peer.close()
    assert late == []
    assert sorted(closed) == list(range(count))
    assert sorted(number // 2 for number in collected) == list(range(count // 2))
