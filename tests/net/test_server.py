"""Server, looked at from outside: raw sockets, socket options, the file system."""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support import Run
from support.peers import HOST, kernel_option, port_of, raw_client

import netuv


def listening(*args: Any, **options: Any) -> netuv.Server:
    """A server that listens at once, on every address."""
    return netuv.create_server(*args, **options).listen(0)


def test_a_connection_made_before_run_is_accepted(run: Run) -> None:
    server = listening(lambda served: (served.end("hello"), server.close()))
    with raw_client(server) as peer:
        peer.shutdown(socket.SHUT_WR)
        run()
        assert peer.recv(100) == b"hello"
        assert peer.recv(100) == b""


def test_a_whole_backlog_is_accepted(run: Run) -> None:
    accepted = []

    def accept(served: netuv.Socket) -> None:
        accepted.append(served.remote_port)
        served.destroy()
        if len(accepted) == 200:
            server.close()

    server = listening(accept)
    peers = [raw_client(server) for _ in range(200)]
    ports = [peer.getsockname()[1] for peer in peers]
    run()
    for peer in peers:
        assert peer.recv(1) == b""
        peer.close()
    assert sorted(accepted) == sorted(ports)


def test_options_of_accepted_sockets_are_off_by_default(run: Run) -> None:
    seen = []

    @listening
    def server(served: netuv.Socket) -> None:
        seen.append(kernel_option(served, socket.IPPROTO_TCP, socket.TCP_NODELAY))
        seen.append(kernel_option(served, socket.SOL_SOCKET, socket.SO_KEEPALIVE))
        served.destroy()
        server.close()

    with raw_client(server):
        run()
    assert seen == [0, 0]


def test_no_delay_and_keep_alive_are_set_on_accepted_sockets(run: Run) -> None:
    seen = []

    def accept(served: netuv.Socket) -> None:
        seen.append(kernel_option(served, socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0)
        seen.append(kernel_option(served, socket.SOL_SOCKET, socket.SO_KEEPALIVE) != 0)
        seen.append(kernel_option(served, socket.IPPROTO_TCP, socket.TCP_KEEPIDLE))
        seen.append(kernel_option(served, socket.IPPROTO_TCP, socket.TCP_KEEPINTVL))
        seen.append(kernel_option(served, socket.IPPROTO_TCP, socket.TCP_KEEPCNT))
        served.destroy()
        server.close()

    server = listening(accept, no_delay=True, keep_alive=True, keep_alive_initial_delay=7000)
    with raw_client(server):
        run()
    assert seen == [True, True, 7, 1, 10]


def test_keep_alive_without_a_delay_is_keep_alive(run: Run) -> None:
    seen = []

    def accept(served: netuv.Socket) -> None:
        seen.append(kernel_option(served, socket.SOL_SOCKET, socket.SO_KEEPALIVE) != 0)
        seen.append(kernel_option(served, socket.IPPROTO_TCP, socket.TCP_KEEPINTVL))
        served.destroy()
        server.close()

    server = listening(accept, keep_alive=True)
    with raw_client(server):
        run()
    assert seen == [True, 1]


def test_the_backlog_reaches_the_kernel(run: Run) -> None:
    server = netuv.create_server().listen(port=0, backlog=3)
    # For a listening socket tcpi_sacked (byte 28 on) is its backlog.
    with socket.socket(fileno=os.dup(server._handle.fd)) as raw:
        raw.setblocking(False)  # as it was: PyPy has it block
        info = raw.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 104)
    assert int.from_bytes(info[28:32], "little") == 3
    server.close()
    run()


def test_a_dropped_connection_is_closed_and_the_others_are_not_hurt(run: Run) -> None:
    dropped = []

    @listening
    def server(served: netuv.Socket) -> None:
        served.resume()

    server.max_connections = 2

    @server.on("drop")
    def _(data: Any) -> None:
        dropped.append(data.remote_port)
        if len(dropped) == 2:
            server.close()
            for peer in peers[:2]:
                peer.close()

    peers = [raw_client(server) for _ in range(4)]
    ports = [peer.getsockname()[1] for peer in peers]
    run()
    assert dropped == ports[2:]
    for peer in peers[2:]:
        assert peer.recv(1) == b""
        peer.close()


def test_close_refuses_connections_at_once(run: Run) -> None:
    server = listening()
    number = server.address().port
    server.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((HOST, number), timeout=10)
    run()


def test_close_leaves_no_descriptor(run: Run, descriptors: Callable[[], set[str]]) -> None:
    run()  # the loop has its own descriptors now
    before = descriptors()
    server = listening(lambda served: (served.destroy(), server.close()))
    peer = raw_client(server)
    assert len(descriptors()) >= len(before) + 2
    run()
    peer.close()
    assert descriptors() == before


def test_a_failed_listen_leaves_no_descriptor(
    run: Run, descriptors: Callable[[], set[str]]
) -> None:
    run()  # the loop has its own descriptors now
    taken = listening()
    before = descriptors()
    errors: list[OSError] = []
    server = netuv.create_server()
    server.on("error", errors.append)
    server.on("error", lambda error: taken.close())
    server.listen(taken.address().port)
    run()
    assert [error.code for error in errors] == ["EADDRINUSE"]
    assert descriptors() < before


def test_address_is_a_named_tuple_and_none_when_not_listening(run: Run) -> None:
    server = netuv.create_server()
    assert server.address() is None
    seen = []

    @server.on("listening")
    def _() -> None:
        address, family, number = server.address()
        seen.append((address, family))
        assert server.address().port == number > 0
        server.close()

    server.listen(0, HOST)
    run()
    assert seen == [(HOST, "IPv4")]
    assert server.address() is None


def test_an_ipv6_server_takes_ipv4_unless_it_is_ipv6_only(run: Run) -> None:
    if not socket.has_ipv6:
        pytest.skip("no IPv6 here")
    both = netuv.create_server(lambda served: (served.destroy(), both.close()))
    both.listen(port=0, host="::")
    alone = netuv.create_server(lambda served: (served.destroy(), alone.close()))
    alone.listen(port=0, host="::", ipv6_only=True)
    seen = []

    @alone.on("listening")
    def _() -> None:
        seen.append(socket.create_connection((HOST, both.address().port), timeout=10))
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((HOST, alone.address().port), timeout=10)
        seen.append(socket.create_connection(("::1", alone.address().port), timeout=10))

    run()
    for peer in seen:
        peer.close()
    assert len(seen) == 2


def test_the_path_is_there_while_listening_and_removed_by_close(run: Run, short_path: Path) -> None:
    path = short_path / "socket"
    server = netuv.create_server(lambda served: (served.end("hello"), server.close()))
    server.listen(str(path))
    assert stat.S_ISSOCK(path.stat().st_mode)
    with socket.socket(socket.AF_UNIX) as peer:
        peer.settimeout(10)
        peer.connect(str(path))
        peer.shutdown(socket.SHUT_WR)
        run()
        assert peer.recv(100) == b"hello"
    assert not path.exists()


def test_close_does_not_remove_what_another_put_at_its_path(run: Run, short_path: Path) -> None:
    path = short_path / "socket"
    server = netuv.create_server().listen(str(path))
    path.unlink()
    path.write_text("mine")
    server.close()
    run()
    assert path.read_text() == "mine"


def test_a_path_that_is_too_long_is_an_error_and_never_cut(run: Run, short_path: Path) -> None:
    path = short_path / ("x" * 120)
    errors: list[OSError] = []
    server = netuv.create_server()
    server.on("error", errors.append)
    server.listen(str(path))
    run()
    assert [error.code for error in errors] == ["ENAMETOOLONG"]
    assert list(short_path.iterdir()) == []


def test_an_exception_in_a_connection_listener_leaves_the_other_connections(run: Run) -> None:
    count = 0

    @listening
    def server(served: netuv.Socket) -> None:
        nonlocal count
        count += 1
        served.end(b"%d" % count)
        if count == 3:
            server.close()
        else:
            raise LookupError(f"connection {count}")

    peers = [raw_client(server) for _ in range(3)]
    for number in (1, 2):
        with pytest.raises(LookupError, match=f"connection {number}"):
            run()
    for peer in peers:
        peer.shutdown(socket.SHUT_WR)
    run()
    assert [peer.recv(10) for peer in peers] == [b"1", b"2", b"3"]
    for peer in peers:
        peer.close()


def test_connections_are_counted_until_they_are_closed(run: Run) -> None:
    counts: list[int] = []

    @listening
    def server(served: netuv.Socket) -> None:
        served.resume()
        server.get_connections(lambda error, count: counts.append(count))
        served.on("close", lambda had_error: server.get_connections(counted_after_close))

    def counted_after_close(error: Any, count: int) -> None:
        counts.append(count)
        if len(counts) == 4:
            server.close()

    peers = [raw_client(server) for _ in range(2)]
    for peer in peers:
        peer.close()
    run()
    assert max(counts) == 2
    assert counts[-1] == 0
    assert len(counts) == 4


def test_a_listener_can_be_a_decorated_function(run: Run) -> None:
    server = netuv.create_server().listen(0)

    @server.on("connection")
    def welcome(served: netuv.Socket) -> None:
        served.end("decorated")
        server.close()

    assert server.listeners("connection") == [welcome]
    with raw_client(server) as peer:
        peer.shutdown(socket.SHUT_WR)
        run()
        assert peer.recv(100) == b"decorated"


def test_a_paused_connection_is_left_in_the_kernel(run: Run) -> None:
    seen = []

    def accept(served: netuv.Socket) -> None:
        served.on("data", seen.append)
        netuv.set_immediate(netuv.set_immediate, look, served)

    def look(served: netuv.Socket) -> None:
        with socket.socket(fileno=os.dup(served._handle.fd)) as raw:
            raw.setblocking(False)  # as it was: PyPy has it block
            seen.append(raw.recv(100, socket.MSG_PEEK | socket.MSG_DONTWAIT))
        served.destroy()
        server.close()

    server = listening(accept, pause_on_connect=True)
    with raw_client(server) as peer:
        peer.sendall(b"untouched")
        run()
    assert seen == [b"untouched"]


@pytest.mark.parametrize("call", ["create_server", "listen", "connect", "Socket"])
def test_an_unknown_keyword_is_a_type_error(run: Run, call: str) -> None:
    target = netuv.create_server().listen if call == "listen" else getattr(netuv, call)
    with pytest.raises(TypeError):
        target(port=0, no_such_option=True)


def test_exclusive_is_taken_and_ignored(run: Run) -> None:
    server = netuv.create_server().listen(port=0, host=HOST, exclusive=True)
    server.on("listening", lambda: server.close())
    run()
    assert not server.listening


def test_path_beside_port_is_ignored(run: Run, short_path: Path) -> None:
    server = netuv.create_server().listen(port=0, path=str(short_path / "ignored"))
    assert server.address().port > 0
    server.close()
    run()
    assert list(short_path.iterdir()) == []


def test_a_socket_s_server_stays_after_its_close(run: Run) -> None:
    seen: list[Any] = []

    def connected(served: netuv.Socket) -> None:
        served.on("close", lambda *_: (seen.append(served.server is server), server.close()))
        served.resume()

    server = listening(connected)
    peer = raw_client(server)
    peer.close()
    run()
    assert seen == [True]


def test_a_connection_that_has_left_and_connects_elsewhere_leaves_once(run: Run) -> None:
    closed: list[tuple[Any, ...]] = []
    kept: list[netuv.Socket] = []

    def connected(served: netuv.Socket) -> None:
        if kept:
            served.resume().end()
            return
        kept.append(served)
        served.once("close", again)
        served.destroy()

    def again(had_error: bool) -> None:
        kept[0].connect(port_of(server), HOST)
        kept[0].on("connect", kept[0].end)
        kept[0].resume().on("close", over)

    def over(had_error: bool) -> None:
        server.close(lambda *errors: closed.append(errors))

    server = listening(connected)
    peer = raw_client(server)
    run()
    peer.close()
    assert closed == [()]


@pytest.mark.parametrize("argument", ["bad argument", 5, [], object()])
def test_close_of_a_server_takes_what_is_no_function(run: Run, argument: Any) -> None:
    seen: list[str] = []
    server = listening(lambda served: None)
    server.on("close", lambda: seen.append("close"))
    assert server.close(argument) is server
    assert not server.listening
    run()
    assert seen == ["close"]


class Nameless(netuv.TCP):
    """The peer of what it accepts cannot be had."""

    def getpeername(self) -> Any:
        raise OSError(107, "not connected")


def test_a_peer_whose_address_cannot_be_had_is_closed_where_there_is_a_block_list(
    run: Run,
) -> None:
    seen: list[Any] = []
    server = netuv.create_server(seen.append, block_list=netuv.BlockList())
    handle = Nameless()
    handle.bind(HOST)
    server.on("drop", lambda info: (seen.append(info.remote_address), server.close()))
    server.listen(handle)
    with raw_client(server) as peer:
        run()
        assert seen == [None]
        assert peer.recv(1) == b""


def test_an_unknown_option_of_create_server_is_refused_in_its_name() -> None:
    with pytest.raises(TypeError, match=r"^create_server\(\) got .* 'allow_half_opn'$"):
        netuv.create_server(allow_half_opn=True)  # type: ignore[call-arg]
