"""Socket, looked at from outside: raw peers and socket options."""

from __future__ import annotations

import array
import gc
import hashlib
import os
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support import Run
from support.peers import HOST, accept, kernel_option, read_all, reset

import netuv


def connect(raw: socket.socket, *args: Any, **options: Any) -> netuv.Socket:
    """A netuv client of the raw listener."""
    return netuv.connect(*args, port=raw.getsockname()[1], host=HOST, **options)


class Reader(threading.Thread):
    """Accepts one connection and reads it to its end, in a thread."""

    def __init__(self, raw: socket.socket) -> None:
        super().__init__()
        self.raw = raw
        self.received = b""
        self.start()

    def run(self) -> None:
        with accept(self.raw) as peer:
            self.received = read_all(peer)


# -- what the peer sees ---------------------------------------------------------------


def test_end_is_seen_as_the_end_and_the_other_direction_stays(run: Run, raw: socket.socket) -> None:
    collected: list[bytes] = []
    client = connect(raw)
    client.on("data", collected.append)
    client.end("question")
    client.on("finish", lambda: netuv.set_immediate(answer))

    def answer() -> None:
        with accept(raw) as peer:
            assert read_all(peer) == b"question"
            peer.sendall(b"answer")

    run()
    assert collected == [b"answer"]


def test_destroy_is_seen_as_the_end(run: Run, raw: socket.socket) -> None:
    client = connect(raw)
    client.on("connect", lambda: client.destroy())
    run()
    with accept(raw) as peer:
        assert peer.recv(1) == b""


def test_reset_and_destroy_is_seen_as_a_reset(run: Run, raw: socket.socket) -> None:
    client = connect(raw)
    client.on("connect", lambda: client.reset_and_destroy())
    run()
    with accept(raw) as peer, pytest.raises(ConnectionResetError):
        peer.recv(1)


def test_reset_and_destroy_after_end_is_seen_as_a_reset(run: Run, raw: socket.socket) -> None:
    client = connect(raw, allow_half_open=True)
    client.end()
    client.on("finish", lambda: client.reset_and_destroy())
    run()
    with accept(raw) as peer:
        with pytest.raises((ConnectionResetError, BrokenPipeError)):
            for _ in range(3):
                peer.send(b"x")


def test_a_reset_by_the_peer_is_a_connection_reset_error(run: Run, raw: socket.socket) -> None:
    errors: list[Exception] = []
    client = connect(raw)
    client.on("error", errors.append)

    @client.on("connect")
    def _() -> None:
        reset(accept(raw))

    client.resume()
    run()
    (error,) = errors
    assert isinstance(error, ConnectionResetError)
    assert error.code == "ECONNRESET"
    assert error.syscall == "read"


def test_a_refused_connection_is_a_connection_refused_error(run: Run, port: int) -> None:
    errors: list[Exception] = []
    netuv.connect(port, HOST).on("error", errors.append)
    run()
    (error,) = errors
    assert isinstance(error, ConnectionRefusedError)
    assert (error.code, error.syscall) == ("ECONNREFUSED", "connect")
    assert (error.address, error.port) == (HOST, port)
    assert error.strerror == f"connect ECONNREFUSED {HOST}:{port}"
    assert str(port) in str(error)


def test_an_unhandled_error_comes_out_of_run(run: Run, port: int) -> None:
    client = netuv.connect(port, HOST)
    with pytest.raises(ConnectionRefusedError):
        run()
    run()
    assert client.destroyed


def test_localhost_is_found(run: Run, raw: socket.socket) -> None:
    collected: list[Any] = []
    client = netuv.connect(port=raw.getsockname()[1], host="localhost", family=4)
    client.on("lookup", lambda *args: collected.append(args))
    client.on("connect", lambda: client.destroy())
    run()
    assert collected == [(None, HOST, 4, "localhost")]


# -- writing --------------------------------------------------------------------------


class OwnBytes(bytes):
    """What takes another way into the core than exact bytes do."""


@pytest.mark.parametrize(
    "chunk",
    [
        b"bytes",
        OwnBytes(b"bytes"),
        bytearray(b"bytes"),
        memoryview(b"bytes"),
        array.array("B", b"bytes"),
        memoryview(b"b.y.t.e.s.")[::2],
        "bytes",
    ],
    ids=lambda chunk: type(chunk).__name__,
)
def test_bytes_like_objects_and_text_are_sent(run: Run, raw: socket.socket, chunk: Any) -> None:
    client = connect(raw)
    client.write(chunk)
    client.on("connect", lambda: client.end(chunk))
    client.resume()
    peer = None

    @client.on("finish")
    def _() -> None:
        nonlocal peer
        peer = accept(raw)
        assert read_all(peer) == b"bytesbytes"
        peer.close()

    run()
    assert peer is not None


def test_what_changes_after_the_write_is_sent_as_it_was(run: Run, raw: socket.socket) -> None:
    size = 4 << 20
    reader = None
    client = connect(raw)
    client.resume()

    @client.on("connect")
    def _() -> None:
        nonlocal reader
        chunk = bytearray(b"a" * size)
        client.write(chunk)
        chunk[:] = b"b" * size
        client.end()
        reader = Reader(raw)

    run()
    assert reader is not None
    reader.join(30)
    assert reader.received == b"a" * size


def test_write_is_true_where_the_kernel_took_everything(run: Run, raw: socket.socket) -> None:
    results = []
    client = connect(raw)

    @client.on("connect")
    def _() -> None:
        results.append(client.write(b"x" * 20_000))
        results.append(client.write(b"x"))
        client.destroy()

    run()
    assert results == [True, True]


def test_write_is_false_while_connecting(run: Run, raw: socket.socket) -> None:
    client = connect(raw)
    assert client.write(b"x") is False
    drained: list[int] = []
    client.on("drain", lambda: drained.append(client.bytes_written))
    client.on("drain", lambda: client.destroy())
    run()
    assert drained == [1]


def test_write_is_false_once_the_kernel_is_full_and_drain_comes_when_it_is_not(
    run: Run, raw: socket.socket
) -> None:
    trace: list[Any] = []
    client = connect(raw)
    readers = []

    @client.on("connect")
    def _() -> None:
        while client.write(b"x" * 65536):
            assert client.bytes_written < 64 << 20
        assert client.buffer_size > 0
        trace.append(client.write(b"more"))
        client.on("drain", lambda: trace.append(("drain", client.buffer_size)))
        client.on("drain", lambda: client.end())
        readers.append(Reader(raw))

    client.resume()
    run()
    readers[0].join(30)
    assert trace == [False, ("drain", 0)]
    assert len(readers[0].received) == client.bytes_written


def test_megabytes_arrive_whole(run: Run, raw: socket.socket) -> None:
    blocks = [os.urandom(300_000) for _ in range(40)]
    digest = hashlib.sha256(b"".join(blocks)).hexdigest()
    reader = Reader(raw)
    client = connect(raw)
    client.resume()
    called: list[int] = []
    for number, block in enumerate(blocks):
        client.write(block, lambda *, number=number: called.append(number))
    client.end()
    run()
    reader.join(30)
    assert hashlib.sha256(reader.received).hexdigest() == digest
    assert called == list(range(40))


def test_bytes_written_counts_what_is_still_queued(run: Run, raw: socket.socket) -> None:
    client = connect(raw)
    client.write("12345")
    client.write("€")
    assert client.bytes_written == 8
    client.on("connect", lambda: client.destroy())
    run()


def test_a_write_callback_is_called_once_also_when_the_peer_has_gone(
    run: Run, raw: socket.socket
) -> None:
    called: list[Any] = []
    client = connect(raw)
    client.on("error", lambda error: None)

    @client.on("connect")
    def _() -> None:
        reset(accept(raw))
        for number in range(5):
            client.write(b"x" * 100_000, lambda *args, number=number: called.append(number))

    client.resume()
    run()
    assert called == [0, 1, 2, 3, 4]


# -- reading --------------------------------------------------------------------------


def test_data_is_bytes_and_text_with_an_encoding(run: Run, raw: socket.socket) -> None:
    collected: list[Any] = []
    client = connect(raw)
    client.on("data", collected.append)

    @client.once("data")
    def _(data: bytes) -> None:
        client.set_encoding("utf8")
        peers[0].sendall("zwei €".encode())
        peers[0].close()

    peers: list[socket.socket] = []

    @client.on("connect")
    def _() -> None:
        peers.append(accept(raw))
        peers[0].sendall(b"one")

    run()
    assert collected == [b"one", "zwei €"]


def test_a_paused_socket_pushes_back(run: Run, raw: socket.socket) -> None:
    sent = []
    client = connect(raw)
    client.pause()
    client.on("data", lambda data: received.append(len(data)))
    received: list[int] = []

    def fill() -> None:
        peer = accept(raw)
        peer.setblocking(False)
        try:
            while sum(sent) < 256 << 20:
                sent.append(peer.send(bytes(1 << 16)))
        except BlockingIOError:
            assert received == []
        peer.close()
        client.resume()

    client.on("connect", lambda: netuv.set_immediate(netuv.set_immediate, fill))
    run()
    assert 0 < sum(sent) < 256 << 20
    assert sum(received) == sum(sent)


def test_pause_inside_data_stops_at_once(run: Run, raw: socket.socket) -> None:
    collected: list[int] = []
    paused = False
    client = connect(raw)

    @client.on("connect")
    def _() -> None:
        with accept(raw) as peer:
            peer.sendall(bytes(150_000))

    @client.on("data")
    def _(data: bytes) -> None:
        nonlocal paused
        assert not paused
        collected.append(len(data))
        paused = True
        client.pause()
        netuv.set_timeout(resume, 1)

    def resume() -> None:
        nonlocal paused
        paused = False
        client.resume()

    run()
    assert sum(collected) == 150_000


def test_a_dropped_reference_does_not_close_a_socket(run: Run, raw: socket.socket) -> None:
    collected: list[bytes] = []

    def start() -> None:
        connect(raw).on("data", collected.append)

    def send() -> None:
        gc.collect()
        with accept(raw) as peer:
            peer.sendall(b"still here")

    start()
    netuv.set_timeout(send, 10)
    run()
    assert collected == [b"still here"]


# -- options --------------------------------------------------------------------------


def test_no_delay_is_set_and_taken_back(run: Run, raw: socket.socket) -> None:
    seen = []
    client = connect(raw)

    @client.on("connect")
    def _() -> None:
        for on in (None, True, False):
            if on is None:
                client.set_no_delay()
            else:
                client.set_no_delay(on)
            seen.append(kernel_option(client, socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0)
        client.destroy()

    run()
    assert seen == [True, True, False]


def test_a_keep_alive_delay_the_system_refuses_does_not_fail_the_connect(
    run: Run, raw: socket.socket
) -> None:
    collected: list[object] = []
    client = connect(raw, keep_alive=True, keep_alive_initial_delay=40_000_000)  # Linux: 32767 s
    client.on("error", collected.append)

    @client.on("connect")
    def _() -> None:
        collected.append("connect")
        client.destroy()

    run()
    assert collected == ["connect"]


@pytest.mark.parametrize("when", ["option", "before", "after"])
def test_keep_alive_holds_whenever_it_is_asked_for(run: Run, raw: socket.socket, when: str) -> None:
    seen = []
    options = {"keep_alive": True, "keep_alive_initial_delay": 9000} if when == "option" else {}
    client = connect(raw, **options)
    if when == "before":
        client.set_keep_alive(True, 9000)

    @client.on("connect")
    def _() -> None:
        if when == "after":
            client.set_keep_alive(True, 9000)
        seen.append(kernel_option(client, socket.SOL_SOCKET, socket.SO_KEEPALIVE) != 0)
        seen.append(kernel_option(client, socket.IPPROTO_TCP, socket.TCP_KEEPIDLE))
        seen.append(kernel_option(client, socket.IPPROTO_TCP, socket.TCP_KEEPINTVL))
        seen.append(kernel_option(client, socket.IPPROTO_TCP, socket.TCP_KEEPCNT))
        client.set_keep_alive(False)
        seen.append(kernel_option(client, socket.SOL_SOCKET, socket.SO_KEEPALIVE) != 0)
        client.destroy()

    run()
    assert seen == [True, 9, 1, 10, False]


@pytest.mark.parametrize("when", ["option", "before"])
def test_no_delay_asked_for_early_holds_once_connected(
    run: Run, raw: socket.socket, when: str
) -> None:
    seen = []
    client = connect(raw, **({"no_delay": True} if when == "option" else {}))
    if when == "before":
        client.set_no_delay(True)

    @client.on("connect")
    def _() -> None:
        seen.append(kernel_option(client, socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0)
        client.destroy()

    run()
    assert seen == [True]


def test_timeout_is_emitted_when_the_peer_is_idle(run: Run, raw: socket.socket) -> None:
    trace: list[str] = []
    client = connect(raw)
    client.set_timeout(20, lambda: trace.append("timeout"))
    client.on("timeout", lambda: client.destroy())
    client.on("close", lambda had_error: trace.append("close"))
    client.resume()
    run()
    assert trace == ["timeout", "close"]


def test_an_unreferenced_socket_lets_run_end(run: Run, raw: socket.socket) -> None:
    client = connect(raw)
    client.on("connect", lambda: client.unref())
    run()
    assert not client.destroyed
    client.ref()
    client.destroy()
    run()
    assert client.destroyed


# -- life and death -------------------------------------------------------------------


def test_close_leaves_no_descriptor(
    run: Run, raw: socket.socket, descriptors: Callable[[], set[str]]
) -> None:
    run()  # the loop has its own descriptors now
    before = descriptors()
    client = connect(raw)
    client.on("connect", lambda: client.destroy())
    run()
    assert descriptors() == before


def test_a_refused_connection_leaves_no_descriptor(
    run: Run, port: int, descriptors: Callable[[], set[str]]
) -> None:
    run()  # the loop has its own descriptors now
    before = descriptors()
    client = netuv.connect(port, HOST)
    client.on("error", lambda error: None)
    run()
    assert descriptors() == before


def test_a_closed_socket_takes_every_call(run: Run, raw: socket.socket) -> None:
    client = connect(raw)
    client.on("error", lambda error: None)
    client.on("connect", lambda: client.destroy())
    run()
    assert client.write(b"x") is False
    client.end()
    client.pause()
    client.resume()
    client.set_timeout(5)
    client.set_no_delay()
    client.set_keep_alive(True)
    client.ref()
    client.unref()
    client.destroy()
    client.destroy_soon()
    client.reset_and_destroy()
    assert client.address() is None
    assert client.ready_state == "closed"
    run()
    assert client.destroyed


def test_destroying_every_socket_from_one_listener_is_ordinary(run: Run) -> None:
    served: list[netuv.Socket] = []
    closed: list[int] = []

    @netuv.create_server
    def server(one: netuv.Socket) -> None:
        number = len(served)
        served.append(one)
        one.on("data", lambda data: destroy_all())
        one.on("close", lambda had_error: closed.append(number))
        if len(served) == 20:
            server.close()
            netuv.set_immediate(send)

    def destroy_all() -> None:
        assert not any(one.destroyed for one in served)
        for one in served:
            one.destroy()

    def send() -> None:
        for peer in peers:
            peer.sendall(b"x")

    server.listen(0)
    address = (HOST, server.address().port)
    peers = [socket.create_connection(address, timeout=10) for _ in range(20)]
    run()
    for peer in peers:
        peer.close()
    assert sorted(closed) == list(range(20))


def test_a_unix_socket_has_no_addresses(run: Run, short_path: Path) -> None:
    path = str(short_path / "socket")
    seen: list[Any] = []

    @netuv.create_server
    def server(served: netuv.Socket) -> None:
        seen.append((served.address(), served.remote_address, served.local_port))
        served.end()
        server.close()

    server.listen(path)
    client = netuv.connect(path)
    client.on("connect", lambda: seen.append((client.address(), client.remote_address)))
    client.resume()
    run()
    assert sorted(seen, key=len) == [(None, None), (None, None, None)]


def test_a_path_too_long_to_connect_to_is_an_error(run: Run, short_path: Path) -> None:
    errors: list[OSError] = []
    client = netuv.connect(str(short_path / ("x" * 120)))
    client.on("error", errors.append)
    run()
    assert [error.code for error in errors] == ["ENAMETOOLONG"]


def test_pipe_is_an_echo_and_keeps_every_byte(run: Run) -> None:
    data = os.urandom(3_000_000)
    server = netuv.create_server(lambda served: served.pipe(served), allow_half_open=True)
    server.listen(0)
    received: list[bytes] = []
    address = (HOST, server.address().port)

    def client_thread() -> None:
        with socket.create_connection(address, timeout=10) as peer:
            sender = threading.Thread(
                target=lambda: (peer.sendall(data), peer.shutdown(socket.SHUT_WR))
            )
            sender.start()
            received.append(read_all(peer))
            sender.join(30)

    server.on("connection", lambda served: server.close())
    thread = threading.Thread(target=client_thread)
    thread.start()
    run()
    thread.join(30)
    assert received == [data]


def test_an_end_before_connect_is_seen_by_the_peer(run: Run, raw: socket.socket) -> None:
    events: list[Any] = []
    client = netuv.Socket()
    for event in ("finish", "connect", "end", "error", "close"):
        client.on(event, lambda *args, event=event: events.append((event, *args)))
    client.end(lambda error=None: events.append(("callback", error)))
    netuv.set_timeout(lambda: client.connect(*raw.getsockname()[::-1]), 5)

    @client.on("connect")
    def _() -> None:
        peer = accept(raw)
        events.append(("peer", peer.recv(1)))
        peer.close()

    client.resume()
    run()
    assert events == [
        ("callback", None),
        ("finish",),
        ("connect",),
        ("peer", b""),
        ("end",),
        ("close", False),
    ]


@pytest.mark.parametrize("where", ["/tmp/a\0b", "a\0", "/tmp/\0"], ids=repr)
def test_a_path_with_a_nul_is_refused_at_the_call(run: Run, where: str) -> None:
    calls: list[Callable[[], object]] = [
        lambda: netuv.connect(where),
        lambda: netuv.connect(path=where),
        lambda: netuv.Socket().connect(path=where),
        lambda: netuv.create_server().listen(where),
        lambda: netuv.create_server().listen(path=where),
    ]
    for call in calls:
        with pytest.raises(ValueError, match="must be a string without null bytes") as caught:
            call()
        assert caught.value.code == "ERR_INVALID_ARG_VALUE"  # type: ignore[attr-defined]
    run()


@pytest.mark.skipif(sys.platform != "linux", reason="abstract names are Linux's")
def test_an_abstract_name_may_have_any_bytes(run: Run) -> None:
    name = f"\0netuv\0{os.getpid()}\0"
    seen: list[bytes] = []
    server = netuv.create_server(lambda served: (served.end("hello"), server.close()))
    server.listen(name, lambda: netuv.connect(name).on("data", seen.append))
    run()
    assert seen == [b"hello"]
