"""What only the older manuals have, and block lists and signals on servers and sockets."""

from __future__ import annotations

import socket as plain
from typing import Any

import pytest
from support import Run
from support.peers import HOST, port_of, raw_client, reset

import netuv


def test_a_paused_server_lets_who_connects_wait(run: Run) -> None:
    trace: list[str] = []
    server = netuv.create_server(lambda served: (trace.append("accepted"), served.destroy()))
    peers: list[plain.socket] = []

    def listening() -> None:
        assert server.pause(30) is server
        netuv.set_timeout(lambda: trace.append("still paused"), 10)
        for _ in range(3):
            peers.append(raw_client(server))
        server.on("connection", lambda _: server.close() if trace.count("accepted") == 3 else None)

    server.listen(0, HOST, listening)
    run()
    assert trace == ["still paused", "accepted", "accepted", "accepted"]
    for peer in peers:
        assert peer.recv(1) == b""
        peer.close()


def test_a_server_closed_while_paused_accepts_nobody(run: Run) -> None:
    accepted: list[Any] = []
    server = netuv.create_server(accepted.append)

    def listening() -> None:
        server.pause(60_000)
        peer = raw_client(server)
        netuv.set_timeout(server.close, 5)
        server.on("close", peer.close)

    server.listen(0, HOST, listening)
    run()
    assert accepted == []


def test_pause_of_a_server_that_does_not_listen_is_refused() -> None:
    with pytest.raises(netuv.StateError) as raised:
        netuv.Server().pause()
    assert raised.value.code == "ERR_SERVER_NOT_RUNNING"


def test_connections_is_deprecated_and_counts(run: Run) -> None:
    counts: list[int] = []

    def connection(served: netuv.Socket) -> None:
        with pytest.deprecated_call():
            counts.append(server.connections)
        served.destroy()
        server.close()

    server = netuv.create_server(connection)
    server.listen(
        0,
        HOST,
        lambda: netuv.connect(port_of(server), HOST).resume(),
    )
    run()
    assert counts == [1]


def test_set_secure_says_what_to_use_instead() -> None:
    with pytest.raises(netuv.StateError, match="ssl") as raised:
        netuv.Socket().set_secure()
    assert raised.value.code == "ERR_METHOD_NOT_IMPLEMENTED"


@pytest.mark.parametrize("kind", ["tcp", "udp4", "", 4])
def test_an_unknown_type_is_refused(kind: Any) -> None:
    with pytest.raises(ValueError) as raised:
        netuv.Socket(type=kind)
    assert raised.value.code == "ERR_INVALID_ARG_VALUE"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("kind", "target"), [("unix", {"port": 1}), ("tcp4", {"path": "x"}), ("tcp6", {"path": "x"})]
)
def test_a_type_connects_to_its_own_kind_only(kind: str, target: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="type") as raised:
        netuv.Socket(type=kind).connect(**target)
    assert raised.value.code == "ERR_INVALID_ARG_VALUE"  # type: ignore[attr-defined]


@pytest.mark.parametrize(("kind", "family"), [("tcp4", 4), ("tcp6", 6)])
def test_a_type_is_the_family_that_is_looked_up(kind: str, family: int) -> None:
    asked: list[Any] = []

    def lookup(host: str, callback: Any, *, family: int, **_: Any) -> None:
        asked.append(family)

    netuv.Socket(type=kind).connect(port=1, host="h.test", lookup=lookup).destroy()
    assert asked == [family]


def test_a_descriptor_of_another_type_is_refused() -> None:
    one, other = plain.socketpair()
    with pytest.raises(TypeError) as raised:
        netuv.Socket(fd=one.detach(), type="tcp4")
    assert raised.value.code == "ERR_INVALID_FD_TYPE"  # type: ignore[attr-defined]
    other.close()


# -- block lists ------------------------------------------------------------------------


def test_a_blocked_peer_is_dropped_with_an_event(run: Run) -> None:
    block_list = netuv.BlockList()
    block_list.add_subnet("127.0.0.0", 8)
    trace: list[Any] = []
    server = netuv.create_server(lambda served: trace.append("accepted"), block_list=block_list)

    def drop(info: netuv.DropInfo) -> None:
        trace.append((info.remote_address, info.local_port == port_of(server)))
        server.close()

    server.on("drop", drop)
    peers: list[plain.socket] = []

    def listening() -> None:
        peers.append(raw_client(server))

    server.listen(0, HOST, listening)
    run()
    assert trace == [(HOST, True)]
    assert peers[0].recv(1) == b""
    peers[0].close()


def test_a_blocked_peer_that_resets_before_it_is_accepted_is_not_let_in(run: Run) -> None:
    block_list = netuv.BlockList()
    block_list.add_address(HOST)
    trace: list[Any] = []
    server = netuv.create_server(lambda served: trace.append("accepted"), block_list=block_list)

    def drop(info: netuv.DropInfo) -> None:
        trace.append((info.local_address, info.remote_address))

    server.on("drop", drop)
    server.on("drop", lambda _: server.close())
    server.on("connection", lambda _: server.close())

    def listening() -> None:
        with raw_client(server) as peer:
            peer.sendall(b"what it wants read")
            reset(peer)

    server.listen(0, HOST, listening)
    run()
    assert len(trace) == 1
    assert trace[0] in ((HOST, None), (HOST, HOST))  # Linux has forgotten the peer by then


def test_a_peer_that_is_not_blocked_is_accepted(run: Run) -> None:
    block_list = netuv.BlockList()
    block_list.add_address("127.0.0.2")
    trace: list[Any] = []

    def connection(served: netuv.Socket) -> None:
        trace.append("accepted")
        served.destroy()
        server.close()

    server = netuv.create_server(connection, block_list=block_list)
    server.on("drop", lambda info: trace.append("dropped"))
    server.listen(
        0,
        HOST,
        lambda: netuv.connect(port_of(server), HOST).resume(),
    )
    run()
    assert trace == ["accepted"]


@pytest.mark.parametrize("host", [HOST, "localhost"])
def test_connecting_to_a_blocked_address_fails(run: Run, host: str) -> None:
    block_list = netuv.BlockList()
    block_list.add_address(HOST)
    errors: list[Any] = []
    client = netuv.connect(port=1, host=host, family=4, block_list=block_list)
    client.on("error", errors.append)
    run()
    assert errors[0].code == "ERR_IP_BLOCKED"
    assert client.destroyed


def test_what_is_no_block_list_is_refused() -> None:
    for call in (
        lambda: netuv.create_server(block_list=["127.0.0.1"]),  # type: ignore[arg-type]
        lambda: netuv.connect(port=1, block_list="127.0.0.1"),
    ):
        with pytest.raises(TypeError, match="block_list"):
            call()


# -- signals ---------------------------------------------------------------------------------


def test_an_aborted_signal_destroys_the_socket(run: Run) -> None:
    controller = netuv.AbortController()
    trace: list[Any] = []

    def connection(served: netuv.Socket) -> None:
        server.close()
        netuv.set_immediate(controller.abort, "enough")

    server = netuv.create_server(connection)

    def connect() -> None:
        client = netuv.connect(
            port=server.address().port,
            host=HOST,
            signal=controller.signal,  # type: ignore
        )
        client.on("error", trace.append)
        client.on("close", trace.append)

    server.listen(0, HOST, connect)
    run()
    error, had_error = trace
    assert isinstance(error, netuv.AbortError)
    assert (error.code, error.cause, had_error) == ("ABORT_ERR", "enough", True)


def test_a_closed_socket_leaves_no_listener_on_its_signal(run: Run) -> None:
    controller = netuv.AbortController()
    client = netuv.Socket(signal=controller.signal)
    assert len(controller.signal._listeners) == 1
    client.destroy()
    run()
    assert len(controller.signal._listeners) == 0


def test_what_is_no_signal_is_refused() -> None:
    with pytest.raises(TypeError, match="signal"):
        netuv.Socket(signal="now")  # type: ignore[arg-type]
