"""Class: net.Socket: reading, writing, options, and what its properties say."""

from __future__ import annotations

import socket
from typing import Any

from conformance.manual.table import row
from conformance.manual.world import HOST, World, code_of

import netuv

KEEP = "socket.setKeepAlive([enable][, initialDelay])"
NO_DELAY = "socket.setNoDelay([noDelay])"
TIMEOUT = "socket.setTimeout(timeout[, callback])"
WRITE = "socket.write(data[, encoding][, callback])"
ENCODING = "socket.setEncoding([encoding])"
ATTEMPTED = "socket.autoSelectFamilyAttemptedAddresses"


# -- addresses -------------------------------------------------------------------------------


@row("socket.address()", "Socket.address()")
@row("socket.address() > returns <Object>", "Socket.address() → Address")
def address_is_the_sockets_own(world: World) -> None:
    client, peer = world.client()
    assert client.address() == (HOST, "IPv4", peer.getpeername()[1])
    assert client.address()._fields == ("address", "family", "port")
    assert netuv.Socket().address() is None


@row("socket.localAddress", "Socket.local_address")
@row("socket.localAddress > <string>", "Socket.local_address")
def local_address_is_where_the_client_connected_to(world: World) -> None:
    world.needs_linux()
    server = world.listen(netuv.create_server(), 0, "0.0.0.0")
    world.peer_of(("127.0.0.9", server.address().port))
    assert world.wait(server, "connection")[0].local_address == "127.0.0.9"


@row("socket.localPort", "Socket.local_port")
@row("socket.localPort > <integer>", "Socket.local_port")
def local_port_is_the_sockets_own(world: World) -> None:
    client, peer = world.client()
    served, other = world.served()
    assert client.local_port == peer.getpeername()[1]
    assert served.local_port == other.getpeername()[1]


@row("socket.localFamily", "Socket.local_family")
@row("socket.localFamily > <string>", "Socket.local_family")
def local_family_is_ipv4_or_ipv6(world: World) -> None:
    assert world.client()[0].local_family == "IPv4"
    assert on_ipv6(world).local_family == "IPv6"


def on_ipv6(world: World) -> netuv.Socket:
    """A client connected over IPv6."""
    world.needs_ipv6()
    listener = world.listener(socket.AF_INET6, ("::1", 0))
    client = netuv.connect(listener.getsockname()[1], "::1")
    world.wait(client, "connect")
    return client


@row("socket.remoteAddress", "Socket.remote_address")
@row("socket.remoteAddress > <string>", "Socket.remote_address")
def remote_address_is_the_peers(world: World) -> None:
    served, peer = world.served()
    assert served.remote_address == peer.getsockname()[0]
    assert on_ipv6(world).remote_address == "::1"


@row("socket.remoteAddress", "Socket.remote_address")
def remote_address_is_none_without_a_connection(world: World) -> None:
    client, _ = world.client()
    client.destroy()
    assert client.remote_address is None
    assert netuv.Socket().remote_address is None


@row("socket.remotePort", "Socket.remote_port")
@row("socket.remotePort > <integer>", "Socket.remote_port")
def remote_port_is_the_peers(world: World) -> None:
    served, peer = world.served()
    client, other = world.client()
    assert served.remote_port == peer.getsockname()[1]
    assert client.remote_port == other.getsockname()[1]
    assert world.client()[0].destroy().remote_port is None


@row("socket.remoteFamily", "Socket.remote_family")
@row("socket.remoteFamily > <string>", "Socket.remote_family")
def remote_family_is_ipv4_or_ipv6(world: World) -> None:
    assert world.served()[0].remote_family == "IPv4"
    assert world.served()[0].destroy().remote_family is None
    assert on_ipv6(world).remote_family == "IPv6"


@row(ATTEMPTED, "Socket.auto_select_family_attempted_addresses")
@row(f"{ATTEMPTED} > <string[]>", "Socket.auto_select_family_attempted_addresses")
def the_attempted_addresses_end_with_the_connected_one(world: World) -> None:
    port = world.listener().getsockname()[1]
    client = netuv.connect(
        port=port,
        host="both.test",
        auto_select_family=True,
        auto_select_family_attempt_timeout=5000,
        lookup=lambda host, back, **_: back(None, [("::1", 6), (HOST, 4)]),
    )
    world.wait(client, "connect")
    assert client.auto_select_family_attempted_addresses == [f"::1:{port}", f"{HOST}:{port}"]
    assert client.remote_address == HOST


@row(ATTEMPTED, "Socket.auto_select_family_attempted_addresses")
def without_auto_selection_there_are_no_attempted_addresses(world: World) -> None:
    assert world.client()[0].auto_select_family_attempted_addresses is None


# -- counters and states ---------------------------------------------------------------------


@row("socket.bufferSize", "Socket.buffer_size")
@row("socket.bufferSize > <integer>", "Socket.buffer_size")
def buffer_size_is_what_waits_to_be_written(world: World) -> None:
    client, peer = world.client()
    client.write("taken by the kernel")
    assert client.buffer_size == 0
    data = world.full(client)
    assert client.buffer_size > 0
    assert world.receive(peer, 19 + len(data)).endswith(data)
    world.until(lambda: client.buffer_size == 0)


@row("socket.bytesRead", "Socket.bytes_read")
@row("socket.bytesRead > <integer>", "Socket.bytes_read")
def bytes_read_counts_what_came(world: World) -> None:
    client, peer = world.client()
    client.resume()
    assert client.bytes_read == 0
    peer.send(b"x" * 300)
    world.until(lambda: client.bytes_read == 300)
    assert client.destroy().bytes_read == 300


@row("socket.bytesWritten", "Socket.bytes_written")
@row("socket.bytesWritten > <integer>", "Socket.bytes_written")
def bytes_written_counts_what_was_sent(world: World) -> None:
    client, peer = world.client()
    client.write("€")
    assert client.bytes_written == 3
    client.end(b"four")
    assert len(world.receive(peer)) == client.bytes_written == 7


@row("socket.connecting", "Socket.connecting")
@row("socket.connecting > <boolean>", "Socket.connecting")
def connecting_is_true_until_connect(world: World) -> None:
    client = netuv.Socket()
    states = [client.connecting]
    client.connect(
        world.listener().getsockname()[1], HOST, lambda: states.append(client.connecting)
    )
    states.append(client.connecting)
    world.until(lambda: len(states) == 3)
    assert states == [False, True, False]


@row("socket.pending", "Socket.pending")
@row("socket.pending > <boolean>", "Socket.pending")
def pending_is_true_until_there_is_a_connection(world: World) -> None:
    client = netuv.Socket()
    states = [client.pending]
    client.connect(world.listener().getsockname()[1], HOST)
    states.append(client.pending)
    world.wait(client, "connect")
    states.append(client.pending)
    assert states == [True, True, False]


@row("socket.readyState", "Socket.ready_state")
@row("socket.readyState > <string>", "Socket.ready_state")
def a_destroyed_socket_is_closed(world: World) -> None:
    client, _ = world.client()
    assert client.ready_state == "open"
    assert client.destroy().ready_state == "closed"


@row("socket.readyState > opening", '"opening"')
def a_connecting_socket_is_opening(world: World) -> None:
    client, _ = world.connecting()
    assert client.ready_state == "opening"
    world.wait(client, "connect")
    assert client.ready_state != "opening"


@row("socket.readyState > open", '"open"')
def a_connected_socket_is_open(world: World) -> None:
    client, _ = world.client()
    served, _ = world.served()
    assert (client.ready_state, served.ready_state) == ("open", "open")


@row("socket.readyState > readOnly", '"readOnly"')
def an_ended_socket_is_read_only(world: World) -> None:
    client, peer = world.client()
    client.end()
    assert client.ready_state == "readOnly"
    peer.send(b"read")
    assert world.wait(client, "data") == (b"read",)


@row("socket.readyState > writeOnly", '"writeOnly"')
def a_socket_whose_peer_has_ended_is_write_only(world: World) -> None:
    client, peer = world.client(allow_half_open=True)
    peer.shutdown(socket.SHUT_WR)
    world.wait(client.resume(), "end")
    assert client.ready_state == "writeOnly"
    client.write("written")
    assert world.receive(peer, 7) == b"written"


# -- reading and writing -----------------------------------------------------------------------


@row("socket.pause()", "Socket.pause()")
@row("socket.pause() > returns <net.Socket>", "Socket.pause()")
def pause_stops_data_and_pushes_back(world: World) -> None:
    client, peer = world.client()
    received: list[bytes] = []
    assert client.on("data", received.append).pause() is client
    sent = fill(peer)
    world.settle()
    sent += fill(peer)
    world.settle()
    assert received == []
    assert client.bytes_read < sent // 2


def fill(peer: socket.socket) -> int:
    """Sends until the kernel takes no more; how many bytes it took."""
    sent = 0
    try:
        while sent < 256 << 20:
            sent += peer.send(bytes(1 << 16))
    except BlockingIOError:
        return sent
    raise AssertionError("nothing pushes back")


@row("socket.resume()", "Socket.resume()")
@row("socket.resume() > returns <net.Socket>", "Socket.resume()")
def resume_reads_on_after_pause(world: World) -> None:
    client, peer = world.client()
    received: list[bytes] = []
    client.on("data", received.append).pause()
    peer.send(b"kept")
    world.settle()
    assert received == []
    assert client.resume() is client
    world.until(lambda: received == [b"kept"])


@row(ENCODING, "Socket.set_encoding()")
@row(f"{ENCODING} > encoding", "Socket.set_encoding(encoding)")
@row(f"{ENCODING} > returns <net.Socket>", "Socket.set_encoding()")
def set_encoding_makes_text_of_what_is_read(world: World) -> None:
    for encoding, sent, text in (
        (None, "ä€".encode(), "ä€"),
        ("utf8", "ä€".encode(), "ä€"),
        ("latin1", b"\xe4", "ä"),
        ("ascii", b"abc", "abc"),
        ("base64", b"abc", "YWJj"),
        ("hex", b"abc", "616263"),
        ("utf16le", "ä€".encode("utf-16-le"), "ä€"),
    ):
        client, peer = world.client()
        assert (client.set_encoding() if encoding is None else client.set_encoding(encoding)) is (
            client
        )
        peer.send(sent)
        assert world.wait(client, "data") == (text,)
    assert code_of(netuv.Socket().set_encoding, "morse") == "ERR_UNKNOWN_ENCODING"


@row(WRITE, "Socket.write()")
@row(f"{WRITE} > data", "Socket.write(data)")
def write_sends_text_and_what_is_like_bytes(world: World) -> None:
    client, peer = world.client()
    for data in ("text ", b"bytes ", bytearray(b"array "), memoryview(b"view ")):
        client.write(data)
    assert world.receive(peer, 22) == b"text bytes array view "
    assert code_of(client.write, 5) == "ERR_INVALID_ARG_TYPE"
    assert code_of(client.write, None) == "ERR_STREAM_NULL_VALUES"


@row(f"{WRITE} > encoding", "Socket.write(data, encoding)")
def write_encodes_its_text(world: World) -> None:
    client, peer = world.client()
    client.write("616263", "hex")
    client.write("ä", "latin1")
    client.write("YWJj", "base64")
    assert world.receive(peer, 7) == b"abc\xe4abc"
    assert code_of(client.write, "x", "morse") == "ERR_UNKNOWN_ENCODING"


@row(f"{WRITE} > encoding = utf8", "Socket.write(data)")
def write_encodes_its_text_as_utf8(world: World) -> None:
    client, peer = world.client()
    client.write("ä€")
    assert world.receive(peer, 5) == "ä€".encode()


@row(f"{WRITE} > callback", "Socket.write(data, encoding, callback)")
def write_calls_back_once_it_is_written_out(world: World) -> None:
    client, peer = world.client()
    called: list[int] = []
    data = world.full(client)
    client.write("x", "utf8", lambda *_: called.append(client.writable_length))
    client.write("y", lambda *_: called.append(-1))
    world.settle()
    assert called == []
    assert world.receive(peer, len(data) + 2) == data + b"xy"
    world.until(lambda: len(called) == 2)
    assert called[1] == -1


@row(f"{WRITE} > callback", "Socket.write(data, callback)")
def write_calls_back_with_the_error_where_it_was_not_written(world: World) -> None:
    client, _ = world.client()
    world.full(client)
    errors: list[Any] = []
    client.write("never", errors.append)
    client.destroy()
    world.until(lambda: errors)
    assert errors[0].code == "ERR_STREAM_DESTROYED"


@row(
    f"{WRITE} > returns <boolean>",
    "Socket.write()",
    differs="To the manual's letter: Node 18 also says False for any chunk above the mark.",
)
def write_tells_whether_the_kernel_took_everything(world: World) -> None:
    client, peer = world.client()
    assert client.write(b"x" * 20_000) is True
    assert client.writable_length == 0
    data = world.full(client)
    assert client.writable_length > 0
    assert world.receive(peer, 20_000 + len(data))[20_000:] == data
    world.until(lambda: client.writable_length == 0)
    assert client.write("again") is True


# -- options -----------------------------------------------------------------------------------


@row(KEEP, "Socket.set_keep_alive()")
@row(f"{KEEP} > enable", "Socket.set_keep_alive(enable)")
@row(f"{KEEP} > SO_KEEPALIVE=1", "Socket.set_keep_alive(True)")
def keep_alive_goes_on_and_off(world: World) -> None:
    client, _ = world.client()
    states = [world.keep_alive(client.set_keep_alive(on)) for on in (True, False, True)]
    assert states == [True, False, True]


@row(f"{KEEP} > enable = false", "Socket.set_keep_alive()")
def set_keep_alive_without_arguments_is_off(world: World) -> None:
    client, _ = world.client(keep_alive=True)
    assert world.keep_alive(client)
    client.set_keep_alive()
    assert not world.keep_alive(client)


@row(f"{KEEP} > initialDelay", "Socket.set_keep_alive(True, initial_delay)")
@row(f"{KEEP} > TCP_KEEPIDLE=initialDelay", "Socket.set_keep_alive(True, initial_delay)")
def the_delay_is_the_kernels_in_seconds(world: World) -> None:
    client, _ = world.client()
    assert world.keep_idle(client.set_keep_alive(True, 7000)) == 7
    assert world.keep_idle(client.set_keep_alive(True, 12_345)) == 12


@row(f"{KEEP} > initialDelay = 0", "Socket.set_keep_alive(True)")
def no_delay_leaves_the_one_before(world: World) -> None:
    client, _ = world.client()
    system = world.keep_idle(client)
    assert world.keep_idle(client.set_keep_alive(True)) == system
    client.set_keep_alive(True, 9000)
    assert world.keep_idle(client.set_keep_alive(True, 0)) == 9


@row(f"{KEEP} > returns <net.Socket>", "Socket.set_keep_alive()")
def set_keep_alive_returns_the_socket(world: World) -> None:
    client, _ = world.connecting()
    assert client.set_keep_alive(True, 3000) is client
    world.wait(client, "connect")
    assert (world.keep_alive(client), world.keep_idle(client)) == (True, 3)


@row(f"{KEEP} > TCP_KEEPCNT=10", "Socket.set_keep_alive(True)")
def there_are_ten_probes(world: World) -> None:
    client, _ = world.client()
    client.set_keep_alive(True, 1000)
    assert world.option(client, socket.IPPROTO_TCP, socket.TCP_KEEPCNT) == 10


@row(f"{KEEP} > TCP_KEEPINTVL=1", "Socket.set_keep_alive(True)")
def a_probe_comes_each_second(world: World) -> None:
    client, _ = world.client()
    client.set_keep_alive(True, 1000)
    assert world.option(client, socket.IPPROTO_TCP, socket.TCP_KEEPINTVL) == 1


@row(NO_DELAY, "Socket.set_no_delay()")
@row(f"{NO_DELAY} > noDelay", "Socket.set_no_delay(no_delay)")
@row(f"{NO_DELAY} > noDelay = true", "Socket.set_no_delay()")
@row(f"{NO_DELAY} > returns <net.Socket>", "Socket.set_no_delay()")
def nagles_algorithm_goes_off_and_on(world: World) -> None:
    client, _ = world.client()
    states = [world.no_delay(client), world.no_delay(client.set_no_delay())]
    states += [world.no_delay(client.set_no_delay(on)) for on in (False, True)]
    assert states == [False, True, False, True]


@row(TIMEOUT, "Socket.set_timeout()")
@row(f"{TIMEOUT} > timeout", "Socket.set_timeout(timeout)")
@row(f"{TIMEOUT} > returns <net.Socket>", "Socket.set_timeout()")
def a_timeout_comes_after_that_much_silence(world: World) -> None:
    client, _ = world.client()
    trace: list[str] = []
    assert client.set_timeout(40) is client
    client.on("timeout", lambda: trace.append("timeout"))
    netuv.set_timeout(lambda: trace.append("before"), 10)
    world.until(lambda: "timeout" in trace)
    assert trace == ["before", "timeout"]


@row(f"{TIMEOUT} > timeout", "Socket.set_timeout(0)")
def a_timeout_of_0_is_none(world: World) -> None:
    client, _ = world.client()
    received: list[str] = []
    client.set_timeout(3, lambda: received.append("timeout"))
    client.set_timeout(0)
    client.on("timeout", lambda: received.append("timeout"))
    elapsed: list[int] = []
    netuv.set_timeout(elapsed.append, 12, 1)
    world.until(lambda: elapsed)
    assert received == []


@row(f"{TIMEOUT} > callback", "Socket.set_timeout(timeout, callback)")
def the_callback_of_a_timeout_is_called_once(world: World) -> None:
    client, _ = world.client()
    called: list[int] = []
    client.set_timeout(2, lambda: called.append(1))
    world.wait(client, "timeout")
    client.write("activity")
    world.wait(client, "timeout")
    assert called == [1]


@row(f"{TIMEOUT} > callback", "Socket.set_timeout(timeout, callback)")
def a_wrong_callback_of_a_timeout_raises(world: World) -> None:
    client, _ = world.client()
    assert code_of(client.set_timeout, 5, "later") == "ERR_INVALID_ARG_TYPE"
    assert code_of(client.set_timeout, "5") == "ERR_INVALID_ARG_TYPE"


@row("socket.timeout", "Socket.timeout")
@row("socket.timeout > <number> | <undefined>", "Socket.timeout")
def timeout_is_what_was_set(world: World) -> None:
    client = netuv.Socket()
    assert client.timeout is None
    assert client.set_timeout(1500).timeout == 1500
    assert client.set_timeout(0).timeout == 0


@row("socket.ref()", "Socket.ref()")
@row("socket.ref() > returns <net.Socket>", "Socket.ref()")
def a_referenced_socket_keeps_the_loop_running(world: World) -> None:
    client, _ = world.client()
    client.unref()
    assert client.ref() is client
    assert client.ref() is client
    netuv.set_timeout(client.destroy, 2).unref()
    world.run()
    assert client.closed


@row("socket.unref()", "Socket.unref()")
@row("socket.unref() > returns <net.Socket>", "Socket.unref()")
def an_unreferenced_socket_does_not(world: World) -> None:
    client, peer = world.client()
    assert client.unref() is client
    assert client.unref() is client
    world.run()
    assert not client.destroyed
    client.write("open")
    assert world.receive(peer, 4) == b"open"
