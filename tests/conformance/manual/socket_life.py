"""Class: net.Socket: making one, its events, and its end."""

from __future__ import annotations

import os
import socket
from typing import Any

import pytest
from conformance.manual.table import row
from conformance.manual.world import HOST, World, code_of

import netuv

NEW = "new net.Socket([options])"
END = "socket.end([data[, encoding]][, callback])"


@row("Class: net.Socket", "Socket")
def a_socket_is_an_end_of_tcp_or_ipc(world: World) -> None:
    for place in ((0, HOST), (world.path(),)):
        server = world.listen(netuv.create_server(lambda served: served.pipe(served)), *place)
        address = server.address()
        client = netuv.Socket().connect(address if isinstance(address, str) else address.port)
        client.write("echo")
        assert world.wait(client, "data") == (b"echo",)


@row("Class: net.Socket > extends <stream.Duplex>", "Socket(Duplex)")
def a_socket_is_a_stream_to_read_and_to_write(world: World) -> None:
    client, peer = world.client()
    received: list[bytes] = []
    source = netuv.stream.Readable.from_([b"one ", b"two"])
    netuv.stream.pipeline(source, client, lambda error: None)
    client.pipe(netuv.stream.PassThrough()).on("data", received.append)
    peer.send(b"back")
    peer.shutdown(socket.SHUT_WR)
    assert world.receive(peer) == b"one two"
    world.until(lambda: received == [b"back"])


@row(NEW, "Socket()")
@row(f"{NEW} > options", "Socket(**options)")
@row(f"{NEW} > returns <net.Socket>", "Socket()")
def a_new_socket_connects_where_it_is_told(world: World) -> None:
    listener = world.listener()
    client = netuv.Socket(high_water_mark=99)
    assert type(client) is netuv.Socket
    assert (client.pending, client.writable_high_water_mark) == (True, 99)
    client.connect(listener.getsockname()[1], HOST).end("here")
    world.wait(client, "connect")
    assert world.receive(world.accept(listener)) == b"here"
    assert "unknown" in code_of(netuv.Socket, unknown=1)


def wrapped(world: World, **options: Any) -> tuple[netuv.Socket, socket.socket]:
    """A netuv socket around a descriptor, and the plain other end."""
    inner, outer = socket.socketpair()
    outer.setblocking(False)
    return netuv.Socket(fd=inner.detach(), **options), world.keep(outer)


@row(f"{NEW} > fd", "Socket(fd=)")
def a_descriptor_is_taken_over(world: World) -> None:
    wrapper, peer = wrapped(world, readable=True, writable=True)
    peer.send(b"in")
    assert world.wait(wrapper, "data") == (b"in",)
    wrapper.end("out")
    assert world.receive(peer) == b"out"


@row(f"{NEW} > allowHalfOpen", "Socket(allow_half_open=)")
def a_half_open_socket_writes_after_the_peers_end(world: World) -> None:
    world.writes_after_the_peers_end(*world.client(allow_half_open=True))


@row(f"{NEW} > allowHalfOpen = false", "Socket(allow_half_open=False)")
def a_socket_ends_with_its_peer(world: World) -> None:
    world.ends_with_its_peer(*world.client())


@row(f"{NEW} > readable", "Socket(readable=)")
def a_readable_descriptor_is_read(world: World) -> None:
    wrapper, peer = wrapped(world, readable=True)
    assert wrapper.readable
    peer.send(b"read")
    assert world.wait(wrapper, "data") == (b"read",)


@row(f"{NEW} > readable", "Socket(readable=)")
def without_a_descriptor_readable_is_ignored(world: World) -> None:
    client, peer = world.client(readable=False)
    peer.send(b"all the same")
    assert world.wait(client, "data") == (b"all the same",)


@row(f"{NEW} > readable = false", "Socket(readable=False)")
def a_descriptor_is_not_read(world: World) -> None:
    wrapper, peer = wrapped(world, writable=True)
    received: list[bytes] = []
    wrapper.on("data", received.append)
    peer.send(b"unread")
    world.settle()
    with socket.socket(fileno=os.dup(wrapper._handle.fd)) as kernel:
        kernel.setblocking(False)  # as it was: PyPy has it block
        assert kernel.recv(10, socket.MSG_PEEK) == b"unread"
    assert (received, wrapper.readable) == ([], False)


@row(f"{NEW} > writable", "Socket(writable=)")
def a_writable_descriptor_is_written(world: World) -> None:
    wrapper, peer = wrapped(world, writable=True)
    assert wrapper.writable
    assert wrapper.write("written")
    assert world.receive(peer, 7) == b"written"


@row(f"{NEW} > writable", "Socket(writable=)")
def without_a_descriptor_writable_is_ignored(world: World) -> None:
    client, peer = world.client(writable=False)
    client.end("all the same")
    assert world.receive(peer) == b"all the same"


@row(f"{NEW} > writable = false", "Socket(writable=False)")
def a_descriptor_is_not_written(world: World) -> None:
    wrapper, peer = wrapped(world, readable=True)
    errors: list[Any] = []
    wrapper.on("error", errors.append)
    assert (wrapper.writable, wrapper.write("no")) == (False, False)
    world.until(lambda: errors)
    assert errors[0].code == "ERR_STREAM_WRITE_AFTER_END"
    assert world.receive(peer) == b""


@row(f"{NEW} > signal", "Socket(signal=)")
def an_aborted_signal_destroys_the_socket(world: World) -> None:
    controller = netuv.AbortController()
    client, peer = world.client(signal=controller.signal)
    errors: list[Any] = []
    client.on("error", errors.append)
    controller.abort()
    assert world.wait(client, "close") == (True,)
    assert [error.code for error in errors] == ["ABORT_ERR"]
    assert world.receive(peer) == b""


# -- events ----------------------------------------------------------------------------------


@row("net.Socket event 'close'", '"close"')
def close_comes_last_and_once(world: World) -> None:
    client, peer = world.client()
    trace: list[str] = []
    for event in ("end", "finish", "close"):
        client.on(event, lambda *_, event=event: trace.append(event))
    peer.close()
    client.resume()
    world.until(lambda: "close" in trace)
    world.settle()
    assert trace == ["end", "finish", "close"]


@row("net.Socket event 'close' > hadError", '"close"(had_error)')
def close_tells_whether_there_was_an_error(world: World) -> None:
    client, peer = world.client()
    world.reset(peer)
    client.on("error", lambda error: None)
    assert world.wait(client.resume(), "close") == (True,)
    client, peer = world.client()
    peer.close()
    assert world.wait(client.resume(), "close") == (False,)


@row("net.Socket event 'connect'", '"connect"')
def connect_comes_once_the_connection_is_there(world: World) -> None:
    client, listener = world.connecting()
    ports: list[Any] = []
    client.on("connect", lambda: ports.append((client.local_port, client.remote_port)))
    assert ports == []
    world.until(lambda: ports)
    peer = world.accept(listener)
    assert ports == [(peer.getpeername()[1], peer.getsockname()[1])]


@row("net.Socket event 'data'", '"data"')
@row("net.Socket event 'data' > <Buffer> | <string>", '"data": bytes or str')
def data_is_bytes_or_text(world: World) -> None:
    client, peer = world.client()
    peer.send(b"bytes")
    assert world.wait(client, "data") == (b"bytes",)
    client.set_encoding("utf8")
    peer.send("t€xt".encode())
    assert world.wait(client, "data") == ("t€xt",)


@row("net.Socket event 'data'", '"data"')
def data_that_nobody_listens_for_is_lost(world: World) -> None:
    client, peer = world.client()
    client.resume()
    peer.send(b"lost")
    world.until(lambda: client.bytes_read == 4)
    world.settle()
    peer.send(b"bytes")
    assert world.wait(client, "data") == (b"bytes",)


@row("net.Socket event 'drain'", '"drain"')
def drain_comes_once_all_is_written(world: World) -> None:
    client, peer = world.client()
    drained: list[int] = []
    client.on("drain", lambda: drained.append(client.writable_length))
    data = world.full(client)
    world.settle()
    assert drained == []
    assert world.receive(peer, len(data)) == data
    world.until(lambda: drained == [0])


@row("net.Socket event 'end'", '"end"')
def end_comes_when_the_peer_has_ended_and_all_is_read(world: World) -> None:
    client, peer = world.client(allow_half_open=True)
    trace: list[Any] = []
    client.on("data", trace.append).on("end", lambda: trace.append("end"))
    peer.send(b"last")
    peer.shutdown(socket.SHUT_WR)
    world.until(lambda: trace == [b"last", "end"])
    assert (client.readable, client.writable, client.destroyed) == (False, True, False)


@row("net.Socket event 'end'", '"end"')
def the_queue_is_written_out_after_the_peers_end(world: World) -> None:
    client, peer = world.client()
    data = world.full(client)
    peer.shutdown(socket.SHUT_WR)
    world.wait(client.resume(), "end")
    assert world.receive(peer) == data
    world.until(lambda: client.closed)


@row("net.Socket event 'error'", '"error"')
@row("net.Socket event 'error' > <Error>", '"error": OSError')
def an_error_is_told_and_close_follows(world: World) -> None:
    client, peer = world.client()
    trace: list[Any] = []
    client.on("error", trace.append).on("close", trace.append)
    world.reset(peer)
    client.resume()
    world.until(lambda: len(trace) == 2)
    assert isinstance(trace[0], ConnectionResetError)
    assert (trace[0].code, trace[1]) == ("ECONNRESET", True)


def lookups(world: World, answer: Any, host: str = "name.test") -> list[Any]:
    """What "lookup" has, and "connect" or "error" beside it, with such a lookup function."""
    listener = world.listener()
    trace: list[Any] = []
    client = netuv.Socket().on("lookup", lambda *args: trace.append(args))
    client.on("connect", lambda: trace.append("connect"))
    client.on("error", lambda error: trace.append("error"))
    client.connect(
        port=listener.getsockname()[1], host=host, lookup=lambda host, back, **_: back(*answer)
    )
    world.until(lambda: trace and isinstance(trace[-1], str))
    return trace


@row("net.Socket event 'lookup'", '"lookup"')
def lookup_comes_before_connecting_and_not_for_paths(world: World) -> None:
    assert [type(entry) for entry in lookups(world, (None, HOST, 4))] == [tuple, str]
    path = world.path()
    world.listen(netuv.create_server(), path)
    received: list[Any] = []
    world.wait(netuv.connect(path).on("lookup", received.append), "connect")
    assert received == []


@row("net.Socket event 'lookup' > err", '"lookup"(error, …)')
def lookup_has_the_error(world: World) -> None:
    error = OSError("not found")
    assert lookups(world, (error,)) == [(error, None, None, "name.test"), "error"]
    assert lookups(world, (None, HOST, 4))[0][0] is None


@row("net.Socket event 'lookup' > address", '"lookup"(…, address, …)')
def lookup_has_the_address(world: World) -> None:
    assert lookups(world, (None, HOST, 4))[0][1] == HOST


@row("net.Socket event 'lookup' > family", '"lookup"(…, family, …)')
def lookup_has_the_family(world: World) -> None:
    assert lookups(world, (None, HOST, 4))[0][2] == 4
    world.needs_ipv6()
    assert lookups(world, (None, "::1", 6))[0][2] == 6


@row("net.Socket event 'lookup' > host", '"lookup"(…, host)')
def lookup_has_the_name(world: World) -> None:
    assert lookups(world, (None, HOST, 4), "other.test")[0][3] == "other.test"


@row("net.Socket event 'ready'", '"ready"')
def ready_comes_right_after_connect(world: World) -> None:
    client, _ = world.connecting()
    trace: list[str] = []
    client.on("ready", lambda: trace.append("ready"))
    client.on("connect", lambda: (trace.append("connect"), netuv.next_tick(trace.append, "tick")))
    world.until(lambda: len(trace) == 3)
    assert trace == ["connect", "ready", "tick"]


@row("net.Socket event 'timeout'", '"timeout"')
def timeout_only_tells(world: World) -> None:
    client, peer = world.client()
    client.set_timeout(5)
    world.wait(client, "timeout")
    assert not client.destroyed
    client.write("still here")
    assert world.receive(peer, 10) == b"still here"


# -- the end ---------------------------------------------------------------------------------


@row("socket.destroy([error])", "Socket.destroy()")
def destroy_ends_all_at_once(world: World) -> None:
    client, peer = world.client()
    received: list[bytes] = []
    client.on("data", received.append)
    world.full(client)
    descriptor = client._handle.fd
    peer.send(b"unheard")
    client.destroy()
    assert world.wait(client, "close") == (False,)
    assert received == []
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(descriptor)


@row("socket.destroy([error])", "Socket.destroy()")
def destroy_closes_the_connection(world: World) -> None:
    client, peer = world.client()
    client.destroy()
    assert world.receive(peer) == b""
    assert client.write("after") is False


@row("socket.destroy([error]) > error", "Socket.destroy(error)")
def destroy_with_an_error_emits_it(world: World) -> None:
    client, _ = world.client()
    error = OSError("enough")
    trace: list[Any] = []
    client.on("error", trace.append).on("close", trace.append)
    client.destroy(error)
    world.until(lambda: len(trace) == 2)
    assert trace == [error, True]


@row("socket.destroy([error]) > returns <net.Socket>", "Socket.destroy()")
def destroy_returns_the_socket(world: World) -> None:
    client, peer = world.client()
    assert client.destroy() is client
    assert world.receive(peer) == b""


@row("socket.destroyed", "Socket.destroyed")
@row("socket.destroyed > <boolean>", "Socket.destroyed")
def destroyed_tells_that_nothing_can_be_sent_any_more(world: World) -> None:
    client, peer = world.client()
    assert client.destroyed is False
    client.destroy()
    assert client.destroyed is True
    client.write("lost")
    assert world.receive(peer) == b""


@row("socket.destroySoon()", "Socket.destroy_soon()")
def destroy_soon_writes_everything_first(world: World) -> None:
    client, peer = world.client()
    data = world.full(client)
    client.destroy_soon()
    assert not client.destroyed
    assert world.receive(peer) == data
    world.until(lambda: client.destroyed)


@row("socket.destroySoon()", "Socket.destroy_soon()")
def destroy_soon_after_finish_is_at_once(world: World) -> None:
    client, _ = world.client()
    world.wait(client.end(), "finish")
    assert not client.destroyed
    client.destroy_soon()
    assert client.destroyed


@row(END, "Socket.end()")
def end_sends_the_end_and_still_reads(world: World) -> None:
    client, peer = world.client()
    client.end()
    assert world.receive(peer) == b""
    peer.send(b"answer")
    assert world.wait(client, "data") == (b"answer",)


@row(f"{END} > data", "Socket.end(data)")
def end_sends_its_data_first(world: World) -> None:
    for data in ("text", b"text", bytearray(b"text"), memoryview(b"text")):
        client, peer = world.client()
        client.write(">")
        client.end(data)
        assert world.receive(peer) == b">text"


@row(f"{END} > encoding", "Socket.end(data, encoding)")
def end_encodes_its_text(world: World) -> None:
    client, peer = world.client()
    client.end("e282ac", "hex")
    assert world.receive(peer) == "€".encode()


@row(f"{END} > encoding = 'utf8'", "Socket.end(data)")
def end_encodes_its_text_as_utf8(world: World) -> None:
    client, peer = world.client()
    client.end("ä€")
    assert world.receive(peer) == "ä€".encode()


@row(f"{END} > callback", "Socket.end(data, encoding, callback)")
def end_calls_back_when_all_is_sent(world: World) -> None:
    client, peer = world.client()
    called: list[bool] = []
    client.end("x", "utf8", lambda *_: called.append(client.writable_finished))
    assert called == []
    assert world.receive(peer) == b"x"
    world.until(lambda: called == [True])


@row(f"{END} > returns <net.Socket>", "Socket.end()")
def end_returns_the_socket(world: World) -> None:
    client, peer = world.client()
    assert client.end("x") is client
    assert world.receive(peer) == b"x"


RESET = "socket.resetAndDestroy()"


def was_reset(world: World, peer: socket.socket) -> bool:
    try:
        world.receive(peer)
    except ConnectionResetError:
        return True
    return False


@row(RESET, "Socket.reset_and_destroy()")
@row(f"{RESET} > returns <net.Socket>", "Socket.reset_and_destroy()")
def the_peer_gets_a_reset(world: World) -> None:
    client, peer = world.client()
    assert client.reset_and_destroy() is client
    assert client.destroyed
    assert was_reset(world, peer)


@row(RESET, "Socket.reset_and_destroy()")
def a_connecting_socket_is_reset_once_connected(world: World) -> None:
    client, listener = world.connecting()
    client.reset_and_destroy()
    assert not client.destroyed
    world.wait(client, "close")
    try:
        peer = world.accept(listener)
    except ConnectionAbortedError:  # some systems forget a connection that was reset
        return
    assert was_reset(world, peer)


@row(f"{RESET} > ERR_SOCKET_CLOSED", "StateError.code")
def without_a_connection_it_is_destroyed_with_an_error(world: World) -> None:
    client = netuv.Socket()
    client.reset_and_destroy()
    assert world.wait(client, "error")[0].code == "ERR_SOCKET_CLOSED"
    assert client.destroyed


@row(f"{RESET} > ERR_INVALID_HANDLE_TYPE", "TypeError.code")
def a_pipe_cannot_be_reset(world: World) -> None:
    path = world.path()
    world.listen(netuv.create_server(), path)
    client = netuv.connect(path)
    world.wait(client, "connect")
    assert code_of(client.reset_and_destroy) == "ERR_INVALID_HANDLE_TYPE"
    assert not client.destroyed
