"""Class: net.Server, and net.createServer()."""

from __future__ import annotations

import asyncio
import os
import socket
import warnings
from typing import Any

from conformance.manual.table import row
from conformance.manual.world import HOST, World, code_of
from support.peers import port_of

import netuv

NEW = "new net.Server([options][, connectionListener])"
CREATE = "net.createServer([options][, connectionListener])"
DROP = "net.Server event 'drop'"


def greet(served: netuv.Socket) -> None:
    served.end("hello")


def greets(world: World, place: Any, family: int | None = None) -> bool:
    """Whether the server at ``place``, made with ``greet``, says so."""
    with world.peer_of(place, family) as peer:
        return world.receive(peer) == b"hello"


def refuses(world: World, place: Any, family: int | None = None) -> bool:
    """Whether nobody accepts there."""
    try:
        world.peer_of(place, family)
    except OSError:
        return True
    return False


def unanswered(world: World, server: netuv.Server, place: Any) -> bool:
    """Whether ``server`` emits nothing about a connection there, be it refused or another's."""
    accepted: list[netuv.Socket] = []
    server.on("connection", accepted.append)
    refuses(world, place)
    world.settle()
    server.off("connection", accepted.append)
    return not accepted


def listened(world: World, *args: Any, **keywords: Any) -> netuv.Server:
    """A greeting server after its "listening"."""
    server = netuv.create_server(greet)
    assert server.listen(*args, **keywords) is server
    world.wait(server, "listening")
    return server


# -- making one ------------------------------------------------------------------------------


@row("Class: net.Server", "Server")
@row("server.listen()", "Server.listen()")
def a_server_listens_for_tcp_and_for_ipc(world: World) -> None:
    assert greets(world, listened(world, 0, HOST))
    assert greets(world, listened(world, world.path()))


@row("Class: net.Server > extends <EventEmitter>", "Server(EventEmitter)")
def a_server_has_listeners(world: World) -> None:
    received: list[int] = []
    server = netuv.Server().on("mine", received.append)
    assert (server.emit("mine", 1), server.off("mine", received.append).emit("mine", 2)) == (
        True,
        0,
    )
    assert received == [1]


@row(NEW, "Server()")
@row(f"{NEW} > options", "Server(allow_half_open=)")
@row(f"{NEW} > connectionListener", "Server(connection_listener)")
@row(f"{NEW} > returns <net.Server>", "Server()")
def a_new_server_takes_options_and_a_listener(world: World) -> None:
    received: list[netuv.Socket] = []
    server = netuv.Server(received.append, high_water_mark=77)
    assert type(server) is netuv.Server
    world.peer_of(world.listen(server, 0, HOST))
    world.until(lambda: received)
    assert received[0].writable_high_water_mark == 77


@row(CREATE, "create_server()")
@row(f"{CREATE} > connectionListener", "create_server(connection_listener)")
@row(f"{CREATE} > returns <net.Server>", "create_server()")
def create_server_gives_a_server_with_that_listener(world: World) -> None:
    server = netuv.create_server(greet)
    assert isinstance(server, netuv.Server)
    assert server.listeners("connection") == [greet]
    assert greets(world, world.listen(server, 0, HOST))


@row(f"{CREATE} > options", "create_server(**options)")
def create_server_refuses_an_option_it_does_not_know(world: World) -> None:
    served, _ = world.served(allow_half_open=True, high_water_mark=5)
    assert (served.allow_half_open, served.readable_high_water_mark) == (True, 5)
    assert "half_closed" in code_of(netuv.create_server, half_closed=True)


@row(f"{CREATE} > allowHalfOpen", "create_server(allow_half_open=)")
def an_accepted_half_open_socket_writes_after_the_peers_end(world: World) -> None:
    world.writes_after_the_peers_end(*world.served(allow_half_open=True))


@row(f"{CREATE} > allowHalfOpen = false", "create_server(allow_half_open=False)")
def an_accepted_socket_ends_with_its_peer(world: World) -> None:
    world.ends_with_its_peer(*world.served())


@row(f"{CREATE} > highWaterMark", "create_server(high_water_mark=)")
def accepted_sockets_have_the_server_s_mark(world: World) -> None:
    served, _ = world.served(high_water_mark=1234)
    assert (served.readable_high_water_mark, served.writable_high_water_mark) == (1234, 1234)
    served.pause()
    assert [served.push(b"x" * 1233), served.push(b"x")] == [True, False]


@row(f"{CREATE} > highWaterMark = See stream.getDefaultHighWaterMark()", "create_server()")
def accepted_sockets_have_the_default_mark(world: World) -> None:
    before = netuv.stream.get_default_high_water_mark(False)
    netuv.stream.set_default_high_water_mark(False, 4321)
    try:
        served, _ = world.served()
    finally:
        netuv.stream.set_default_high_water_mark(False, before)
    assert before == 16 * 1024
    assert (served.readable_high_water_mark, served.writable_high_water_mark) == (4321, 4321)


@row(f"{CREATE} > pauseOnConnect", "create_server(pause_on_connect=)")
def nothing_is_read_of_a_socket_accepted_paused(world: World) -> None:
    served, peer = world.served(pause_on_connect=True)
    received: list[bytes] = []
    served.on("data", received.append)
    peer.send(b"waits")
    world.settle()
    with socket.socket(fileno=os.dup(served._handle.fd)) as kernel:
        kernel.setblocking(False)  # as it was: PyPy has it block
        assert kernel.recv(10, socket.MSG_PEEK) == b"waits"
    assert (received, served.is_paused()) == ([], True)
    served.resume()
    world.until(lambda: received == [b"waits"])


@row(f"{CREATE} > pauseOnConnect = false", "create_server(pause_on_connect=False)")
def an_accepted_socket_is_not_paused(world: World) -> None:
    served, peer = world.served()
    received: list[bytes] = []
    assert not served.is_paused()
    served.on("data", received.append)
    peer.send(b"comes")
    world.until(lambda: received == [b"comes"])


@row(f"{CREATE} > noDelay", "create_server(no_delay=)")
def no_delay_is_on_for_accepted_sockets(world: World) -> None:
    served, _ = world.served(no_delay=True)
    assert world.no_delay(served)


@row(f"{CREATE} > noDelay = false", "create_server(no_delay=False)")
def no_delay_is_off_for_accepted_sockets(world: World) -> None:
    served, _ = world.served()
    assert not world.no_delay(served)


@row(f"{CREATE} > keepAlive", "create_server(keep_alive=)")
def keep_alive_is_on_for_accepted_sockets(world: World) -> None:
    served, _ = world.served(keep_alive=True)
    assert world.keep_alive(served)


@row(f"{CREATE} > keepAlive = false", "create_server(keep_alive=False)")
def keep_alive_is_off_for_accepted_sockets(world: World) -> None:
    served, _ = world.served(keep_alive_initial_delay=5000)
    assert not world.keep_alive(served)


@row(f"{CREATE} > keepAliveInitialDelay", "create_server(keep_alive_initial_delay=)")
def the_keep_alive_delay_is_that_of_accepted_sockets(world: World) -> None:
    served, _ = world.served(keep_alive=True, keep_alive_initial_delay=8000)
    assert world.keep_idle(served) == 8


@row(f"{CREATE} > keepAliveInitialDelay = 0", "create_server(keep_alive_initial_delay=0)")
def no_keep_alive_delay_is_the_systems(world: World) -> None:
    served, _ = world.served(keep_alive=True)
    other, _ = world.served()
    assert world.keep_idle(served) == world.keep_idle(other) > 8


# -- events ----------------------------------------------------------------------------------


@row("net.Server event 'close'", '"close"')
def close_waits_for_the_connections(world: World) -> None:
    closed: list[int] = []
    server = world.server(lambda served: served.resume()).on("close", lambda: closed.append(1))
    peer = world.peer_of(server)
    world.wait(server, "connection")
    server.close()
    world.settle()
    assert closed == []
    peer.close()
    world.until(lambda: closed == [1])


@row("net.Server event 'connection'", '"connection"')
@row("net.Server event 'connection' > <net.Socket>", '"connection": Socket')
def connection_has_the_socket(world: World) -> None:
    server = world.server()
    peer = world.peer_of(server)
    (served,) = world.wait(server, "connection")
    assert isinstance(served, netuv.Socket)
    assert (HOST, served.remote_port) == peer.getsockname()
    served.write("to the peer")
    assert world.receive(peer, 11) == b"to the peer"


@row("net.Server event 'error'", '"error"')
@row("net.Server event 'error' > <Error>", '"error": OSError')
def an_error_is_told_and_close_does_not_follow(world: World) -> None:
    closed: list[int] = []
    server = netuv.create_server().on("close", lambda: closed.append(1))
    (error,) = world.wait(server.listen(world.server().address().port, HOST), "error")
    world.settle()
    assert isinstance(error, OSError)
    assert closed == []
    server.close()
    world.until(lambda: closed == [1])


@row("net.Server event 'listening'", '"listening"')
def listening_comes_after_the_call_once_bound(world: World) -> None:
    received: list[Any] = []
    server = netuv.create_server(greet).on("listening", lambda: received.append(server.address()))
    server.listen(0)
    assert received == []
    world.until(lambda: received)
    assert greets(world, received[0])


def dropped(world: World, name: str, path: bool = False) -> Any:
    """What "drop" says of the second connection, and both ends' addresses of it."""
    server = netuv.create_server()
    server.max_connections = 1
    world.listen(server, *([world.path()] if path else [0, HOST]))
    world.peer_of(server)
    (first,) = world.wait(server, "connection")
    peer = world.peer_of(server)
    (info,) = world.wait(server, "drop")
    assert world.receive(peer) == b""
    assert not first.destroyed
    return info if path else (getattr(info, name), peer.getpeername(), peer.getsockname())


@row(DROP, '"drop"')
def a_connection_too_many_is_dropped(world: World) -> None:
    value, _, _ = dropped(world, "local_address")
    assert value == HOST


@row(f"{DROP} > data", '"drop": DropInfo, or None')
def drop_has_nothing_to_tell_of_a_pipe(world: World) -> None:
    assert dropped(world, "", path=True) is None
    assert isinstance(dropped(world, "__class__")[0](*"123456"), netuv.DropInfo)


@row(f"{DROP} > localAddress", "DropInfo.local_address")
def drop_tells_the_local_address(world: World) -> None:
    value, local, _ = dropped(world, "local_address")
    assert value == local[0]


@row(f"{DROP} > localPort", "DropInfo.local_port")
def drop_tells_the_local_port(world: World) -> None:
    value, local, _ = dropped(world, "local_port")
    assert value == local[1]


@row(f"{DROP} > localFamily", "DropInfo.local_family")
def drop_tells_the_local_family(world: World) -> None:
    assert dropped(world, "local_family")[0] == "IPv4"


@row(f"{DROP} > remoteAddress", "DropInfo.remote_address")
def drop_tells_the_remote_address(world: World) -> None:
    value, _, remote = dropped(world, "remote_address")
    assert value == remote[0]


@row(f"{DROP} > remotePort", "DropInfo.remote_port")
def drop_tells_the_remote_port(world: World) -> None:
    value, _, remote = dropped(world, "remote_port")
    assert value == remote[1]


@row(f"{DROP} > remoteFamily", "DropInfo.remote_family")
def drop_tells_the_remote_family(world: World) -> None:
    assert dropped(world, "remote_family")[0] == "IPv4"


# -- address(), close(), counting --------------------------------------------------------------


@row("server.address()", "Server.address()")
def address_is_where_the_server_is(world: World) -> None:
    server = world.server(greet)
    with socket.socket(fileno=os.dup(server._handle.fd)) as kernel:  # type: ignore[union-attr]
        kernel.setblocking(False)  # as it was: PyPy has it block
        assert server.address() == (HOST, "IPv4", kernel.getsockname()[1])
    assert greets(world, server.address().port)


@row(
    "server.address() > returns <Object> | <string> | <null>",
    "Server.address() → Address, str or None",
)
def address_is_a_tuple_a_path_or_none(world: World) -> None:
    server, path = netuv.create_server(), world.path()
    assert server.address() is None
    server.listen(path)
    assert server.address() == path
    server.close()
    assert server.address() is None
    assert world.server().address()._fields == ("address", "family", "port")


@row("server.close([callback])", "Server.close()")
def close_keeps_connections_and_takes_no_more(world: World) -> None:
    server = world.server()
    peer = world.peer_of(server)
    (served,) = world.wait(server, "connection")
    port = server.address().port
    server.close()
    world.settle()
    assert refuses(world, port)
    served.write("still here")
    assert world.receive(peer, 10) == b"still here"


@row("server.close([callback]) > callback", "Server.close(callback)")
def close_calls_back_with_an_error_if_it_was_not_open(world: World) -> None:
    reported: list[Any] = []
    server = world.server().on("close", lambda: reported.append("close"))
    server.close(lambda error=None: reported.append(error))
    world.until(lambda: len(reported) == 2)
    assert reported == ["close", None]
    server.close(lambda error=None: reported.append(error.code))
    world.until(lambda: len(reported) == 4)
    assert reported[2:] == ["close", "ERR_SERVER_NOT_RUNNING"]


@row("server.close([callback]) > returns <net.Server>", "Server.close()")
def close_returns_the_server(world: World) -> None:
    server = world.server()
    assert server.close() is server
    world.wait(server, "close")


@row("server[Symbol.asyncDispose]()", "async with Server")
def leaving_async_with_waits_until_the_server_has_closed(world: World) -> None:
    async def main() -> int:
        trace: list[str] = []
        async with netuv.create_server().listen(0, HOST) as server:
            server.on("close", lambda: trace.append("close"))
            port: int = server.address().port
            peer = socket.create_connection((HOST, port))
            (served,) = await netuv.once(server, "connection")
            served.resume()
            asyncio.get_running_loop().call_later(0.005, peer.close)
        assert (trace, server.listening, peer.fileno()) == (["close"], False, -1)
        return port

    assert refuses(world, world.in_asyncio(main))


@row("server[Symbol.asyncDispose]()", "Server.async_dispose()")
def async_dispose_waits_until_the_server_has_closed(world: World) -> None:
    async def main() -> int:
        trace: list[str] = []
        server = await netuv.create_server().listen(0, HOST)
        server.on("close", lambda: trace.append("close"))
        port: int = port_of(server)
        peer = socket.create_connection((HOST, port))
        (served,) = await netuv.once(server, "connection")
        served.resume()
        asyncio.get_running_loop().call_later(0.005, peer.close)
        await server.async_dispose()
        assert (trace, server.listening, peer.fileno()) == (["close"], False, -1)
        await server.async_dispose()
        return port

    assert refuses(world, world.in_asyncio(main))


@row("server.getConnections(callback)", "Server.get_connections()")
@row("server.getConnections(callback) > callback", "Server.get_connections(callback)")
def get_connections_calls_back_with_how_many_there_are(world: World) -> None:
    counts: list[Any] = []
    accepted: list[netuv.Socket] = []
    server = world.server(lambda served: accepted.append(served.resume()))
    peers = [world.peer_of(server) for _ in range(3)]
    world.until(lambda: len(accepted) == 3)
    server.get_connections(lambda error, count: counts.append((error, count)))
    assert counts == []
    world.until(lambda: counts)
    peers[0].close()
    world.until(lambda: any(served.destroyed for served in accepted))
    server.get_connections(lambda error, count: counts.append((error, count)))
    world.until(lambda: len(counts) == 2)
    assert counts == [(None, 3), (None, 2)]


@row("server.getConnections(callback) > returns <net.Server>", "Server.get_connections()")
def get_connections_returns_the_server(world: World) -> None:
    counts: list[int] = []
    server = netuv.Server()
    assert server.get_connections(lambda error, count: counts.append(count)) is server
    world.until(lambda: counts == [0])


@row("server.connections", "Server.connections")
@row("server.connections > <integer> | <null>", "Server.connections")
def connections_counts_and_warns(world: World) -> None:
    server = world.server()
    world.peer_of(server)
    world.wait(server, "connection")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert server.connections == 1
    assert [entry.category for entry in caught] == [DeprecationWarning]


# -- state -----------------------------------------------------------------------------------


@row("server.listening", "Server.listening")
@row("server.listening > <boolean>", "Server.listening")
def listening_tells_whether_it_does(world: World) -> None:
    server = netuv.create_server()
    states = [server.listening, server.listen(0).listening, server.close().listening]
    assert states == [False, True, False]
    assert world.wait(server, "close") == ()


@row("server.maxConnections", "Server.max_connections")
@row("server.maxConnections > <integer>", "Server.max_connections")
def max_connections_lets_no_more_in(world: World) -> None:
    accepted: list[netuv.Socket] = []
    server = world.server(lambda served: accepted.append(served.resume()))
    server.max_connections = 2
    peers = [world.peer_of(server) for _ in range(3)]
    assert world.receive(peers[2]) == b""
    assert (len(accepted), server.max_connections) == (2, 2)
    peers[0].close()
    world.wait(accepted[0], "close")
    peers.append(world.peer_of(server))
    world.until(lambda: len(accepted) == 3)
    assert code_of(setattr, server, "max_connections", "many") == "ERR_INVALID_ARG_TYPE"


@row("server.ref()", "Server.ref()")
@row("server.ref() > returns <net.Server>", "Server.ref()")
def a_referenced_server_keeps_the_loop_running(world: World) -> None:
    server = world.server().unref()
    assert server.ref() is server
    assert server.ref() is server
    netuv.set_timeout(server.close, 2).unref()
    world.run()
    assert not server.listening


@row("server.unref()", "Server.unref()")
@row("server.unref() > returns <net.Server>", "Server.unref()")
def an_unreferenced_server_does_not(world: World) -> None:
    server = world.server(greet)
    assert server.unref() is server
    assert server.unref() is server
    world.run()
    assert server.listening
    assert greets(world, server)
