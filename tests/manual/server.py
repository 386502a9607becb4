"""Class: net.Server, and net.createServer()."""

from __future__ import annotations

import asyncio
import os
import socket
import stat
import warnings
from types import SimpleNamespace
from typing import Any

import netuv
from manual.table import absent, row
from manual.world import HOST, World, code_of

NEW = "new net.Server([options][, connectionListener])"
CREATE = "net.createServer([options][, connectionListener])"
LISTEN_OPTIONS = "server.listen(options[, callback])"
LISTEN_HANDLE = "server.listen(handle[, backlog][, callback])"
LISTEN_PATH = "server.listen(path[, backlog][, callback])"
LISTEN_PORT = "server.listen([port[, host[, backlog]]][, callback])"
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
    heard: list[int] = []
    server = netuv.Server().on("mine", heard.append)
    assert (server.emit("mine", 1), server.off("mine", heard.append).emit("mine", 2)) == (True, 0)
    assert heard == [1]


@row(NEW, "Server()")
@row(f"{NEW} > options", "Server(allow_half_open=)")
@row(f"{NEW} > connectionListener", "Server(connection_listener)")
@row(f"{NEW} > returns <net.Server>", "Server()")
def a_new_server_takes_options_and_a_listener(world: World) -> None:
    heard: list[netuv.Socket] = []
    server = netuv.Server(heard.append, high_water_mark=77)
    assert type(server) is netuv.Server
    world.peer_of(world.listen(server, 0, HOST))
    world.until(lambda: heard)
    assert heard[0].writable_high_water_mark == 77


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
    served, peer = world.served(allow_half_open=True)
    served.resume()
    peer.shutdown(socket.SHUT_WR)
    world.wait(served, "end")
    assert world.nothing_comes(peer)
    served.end("later")
    assert world.receive(peer) == b"later"


@row(f"{CREATE} > allowHalfOpen = false", "create_server(allow_half_open=False)")
def an_accepted_socket_ends_with_its_peer(world: World) -> None:
    served, peer = world.served()
    closed: list[bool] = []
    served.resume().on("close", closed.append)
    peer.shutdown(socket.SHUT_WR)
    assert world.receive(peer) == b""
    world.until(lambda: closed == [False])


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
    heard: list[bytes] = []
    served.on("data", heard.append)
    peer.send(b"waits")
    world.settle()
    with socket.socket(fileno=os.dup(served._handle.fd)) as kernel:
        assert kernel.recv(10, socket.MSG_PEEK) == b"waits"
    assert (heard, served.is_paused()) == ([], True)
    served.resume()
    world.until(lambda: heard == [b"waits"])


@row(f"{CREATE} > pauseOnConnect = false", "create_server(pause_on_connect=False)")
def an_accepted_socket_is_not_paused(world: World) -> None:
    served, peer = world.served()
    heard: list[bytes] = []
    assert not served.is_paused()
    served.on("data", heard.append)
    peer.send(b"comes")
    world.until(lambda: heard == [b"comes"])


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
    heard: list[Any] = []
    server = netuv.create_server(greet).on("listening", lambda: heard.append(server.address()))
    server.listen(0, HOST)
    assert heard == []
    world.until(lambda: heard)
    assert greets(world, heard[0])


def dropped(world: World, name: str, path: bool = False) -> Any:
    """What "drop" tells of the second connection, and both ends' addresses of it."""
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
    told: list[Any] = []
    server = world.server().on("close", lambda: told.append("close"))
    server.close(lambda error=None: told.append(error))
    world.until(lambda: len(told) == 2)
    assert told == ["close", None]
    server.close(lambda error=None: told.append(error.code))
    world.until(lambda: len(told) == 4)
    assert told[2:] == ["close", "ERR_SERVER_NOT_RUNNING"]


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


# -- listen(): all forms -------------------------------------------------------------------------


@row("server.listen()", "Server.listen()")
def listen_may_be_called_again_after_an_error_or_a_close(world: World) -> None:
    server = netuv.create_server(greet)
    world.wait(server.listen(world.server().address().port, HOST), "error")
    assert greets(world, world.listen(server, 0, HOST))
    world.wait(server.close(), "close")
    assert greets(world, world.listen(server, 0, HOST))


@row("server.listen()", "Server.listen()")
def a_listening_server_has_so_reuseaddr(world: World) -> None:
    server = world.server()
    assert world.option(server, socket.SOL_SOCKET, socket.SO_REUSEADDR) != 0


@row("server.listen() > ERR_SERVER_ALREADY_LISTEN", "StateError.code")
def a_second_listen_is_refused(world: World) -> None:
    server = world.server(greet)
    assert code_of(server.listen, 0) == "ERR_SERVER_ALREADY_LISTEN"
    assert greets(world, server)


@row("server.listen() > EADDRINUSE", "OSError.code")
def the_retry_of_the_manual_works(world: World) -> None:
    first = world.server()
    port = first.address().port
    codes: list[str] = []
    server = netuv.create_server(greet)

    @server.on("error")
    def _(error: Any) -> None:
        codes.append(error.code)
        first.close()
        netuv.set_timeout(lambda: (server.close(), server.listen(port, HOST)), 1)

    world.wait(server.listen(port, HOST), "listening")
    assert set(codes) == {"EADDRINUSE"}
    assert greets(world, port)


@row("server.listen() > default 511", "Server.listen(backlog=511)")
def the_backlog_is_511(world: World) -> None:
    most = world.backlog(world.listen(netuv.create_server(), 0, HOST, 1 << 20))
    assert world.backlog(world.server()) == min(511, most)


@row(LISTEN_HANDLE, "Server.listen(handle)")
@row(f"{LISTEN_HANDLE} > handle", "Server.listen(handle)")
def what_is_bound_already_is_listened_on(world: World) -> None:
    for make in (
        lambda tcp: tcp,
        lambda tcp: SimpleNamespace(_handle=tcp),
        lambda tcp: SimpleNamespace(fd=os.dup(tcp.fd)),
    ):
        tcp = netuv.TCP()
        tcp.bind(HOST, 0)
        port = tcp.getsockname().port
        server = listened(world, make(tcp))
        assert server.address().port == port
        assert greets(world, port)


@row(f"{LISTEN_HANDLE} > handle", "Server.listen(server)")
def another_server_is_listened_on(world: World) -> None:
    first = world.server()
    second = listened(world, first)
    assert second.address() == first.address()
    assert greets(world, first)


@row(f"{LISTEN_HANDLE} > backlog", "Server.listen(handle, backlog)")
def a_handles_backlog_is_the_kernels(world: World) -> None:
    tcp = netuv.TCP()
    tcp.bind(HOST, 0)
    assert world.backlog(world.listen(netuv.create_server(), tcp, 6)) == 6


@row(f"{LISTEN_HANDLE} > callback", "Server.listen(handle, callback)")
@row(f"{LISTEN_HANDLE} > returns <net.Server>", "Server.listen(handle)")
def listening_on_a_handle_calls_back_once(world: World) -> None:
    called: list[Any] = []
    tcp = netuv.TCP()
    tcp.bind(HOST, 0)
    server = netuv.create_server()
    assert server.listen(tcp, lambda: called.append(server.listening)) is server
    world.until(lambda: called == [True])
    server.emit("listening")
    assert called == [True]


@row(LISTEN_OPTIONS, "Server.listen(**options)")
@row(f"{LISTEN_OPTIONS} > options", "Server.listen(**options)")
def without_a_port_or_a_path_options_are_refused(world: World) -> None:
    server = netuv.create_server(greet)
    assert code_of(server.listen, host=HOST) == "ERR_INVALID_ARG_VALUE"
    assert greets(world, world.listen(server, port=0, host=HOST))


@row(f"{LISTEN_OPTIONS} > port", "Server.listen(port=)")
def the_option_port_is_where_it_listens(world: World) -> None:
    port = world.free_port()
    listened(world, port=port, host=HOST)
    assert greets(world, port)


@row(f"{LISTEN_OPTIONS} > host", "Server.listen(host=)")
def the_option_host_is_where_it_listens(world: World) -> None:
    server = listened(world, port=0, host="127.0.0.2")
    assert greets(world, ("127.0.0.2", server.address().port))
    assert refuses(world, (HOST, server.address().port))


@row(f"{LISTEN_OPTIONS} > host", "Server.listen(host=)")
def a_name_as_host_is_looked_up(world: World) -> None:
    server = listened(world, port=0, host="localhost")
    address = server.address()
    family = socket.AF_INET6 if address.family == "IPv6" else socket.AF_INET
    assert address.address in (HOST, "::1")
    assert greets(world, server, family)


@row(f"{LISTEN_OPTIONS} > path", "Server.listen(path=)")
def the_option_path_is_where_it_listens_unless_there_is_a_port(world: World) -> None:
    path = world.path()
    server = listened(world, path=path, port=0, host=HOST)
    assert not os.path.exists(path)
    assert greets(world, server.address().port)
    listened(world, path=path)
    assert greets(world, path)


@row(f"{LISTEN_OPTIONS} > backlog", "Server.listen(backlog=)")
def the_option_backlog_is_the_kernels(world: World) -> None:
    assert world.backlog(world.listen(netuv.create_server(), port=0, host=HOST, backlog=7)) == 7


NO_FORK = (
    "Node hands sockets to processes of child_process.fork(), and asks them how many they have;"
    " netuv shares no handles between processes."
)
NO_WINDOWS = "Windows is not supported: netuv's paths are Unix domain sockets."
absent("server.getConnections(callback)", NO_FORK)
absent("server.maxConnections", NO_FORK)
absent("server.connections > <integer> | <null>", NO_FORK)
absent("IPC support", NO_WINDOWS)
absent("Identifying paths for IPC connections", NO_WINDOWS)
absent(LISTEN_HANDLE, NO_WINDOWS)


NOT_SHARED = "There is no cluster module: no worker shares a handle, so every server is exclusive."


@row(f"{LISTEN_OPTIONS} > exclusive", "Server.listen(exclusive=)", differs=NOT_SHARED)
@row(f"{LISTEN_OPTIONS} > exclusive = false", "Server.listen(exclusive=)", differs=NOT_SHARED)
def a_port_is_not_shared_exclusive_or_not(world: World) -> None:
    for exclusive in (True, False):
        first = listened(world, port=0, host=HOST, exclusive=exclusive)
        second = netuv.create_server().listen(first.address().port, HOST)
        assert world.wait(second, "error")[0].code == "EADDRINUSE"
    assert code_of(netuv.Server().listen, port=0, exclusive="yes") == "ERR_INVALID_ARG_TYPE"


def mode(world: World, **keywords: bool) -> int:
    """The mode of the file of a listening Unix socket, with a umask that leaves the owner's."""
    before = os.umask(0o077)
    try:
        path = world.path()
        listened(world, path=path, **keywords)
        return stat.S_IMODE(os.stat(path).st_mode)
    finally:
        os.umask(before)


@row(f"{LISTEN_OPTIONS} > readableAll", "Server.listen(readable_all=)")
def readable_all_lets_everybody_read(world: World) -> None:
    assert mode(world, readable_all=True) & 0o666 == 0o644


@row(f"{LISTEN_OPTIONS} > readableAll = false", "Server.listen(readable_all=False)")
@row(f"{LISTEN_OPTIONS} > writableAll = false", "Server.listen(writable_all=False)")
def a_pipe_is_its_owners_alone(world: World) -> None:
    assert mode(world) & 0o077 == 0


@row(f"{LISTEN_OPTIONS} > writableAll", "Server.listen(writable_all=)")
def writable_all_lets_everybody_write(world: World) -> None:
    assert mode(world, writable_all=True) & 0o666 == 0o622


@row(f"{LISTEN_OPTIONS} > ipv6Only", "Server.listen(ipv6_only=)")
def ipv6_only_takes_no_ipv4(world: World) -> None:
    world.needs_ipv6()
    server = listened(world, port=0, host="::", ipv6_only=True)
    assert refuses(world, server)
    assert greets(world, server, socket.AF_INET6)
    assert world.option(server, socket.IPPROTO_IPV6, socket.IPV6_V6ONLY) == 1


@row(f"{LISTEN_OPTIONS} > ipv6Only = false", "Server.listen(ipv6_only=False)")
def without_ipv6_only_ipv4_comes_too(world: World) -> None:
    world.needs_ipv6()
    server = listened(world, port=0, host="::")
    assert greets(world, server, socket.AF_INET)
    assert greets(world, server, socket.AF_INET6)


@row(f"{LISTEN_OPTIONS} > signal", "Server.listen(signal=)")
def an_aborted_signal_closes_the_server(world: World) -> None:
    controller = netuv.AbortController()
    server = listened(world, port=0, host=HOST, signal=controller.signal)
    port = server.address().port
    controller.abort()
    world.wait(server, "close")
    assert refuses(world, port)


@row(f"{LISTEN_OPTIONS} > callback", "Server.listen(callback=)")
@row(f"{LISTEN_OPTIONS} > returns <net.Server>", "Server.listen(**options)")
def listening_with_options_calls_back_once(world: World) -> None:
    called: list[int] = []
    server = netuv.create_server()
    assert server.listen(lambda: called.append(1), port=0, host=HOST) is server
    world.until(lambda: called == [1])
    world.wait(server.close(), "close")
    assert server.listen(port=0, host=HOST, callback=lambda: called.append(2)) is server
    world.until(lambda: called == [1, 2])


@row(LISTEN_PATH, "Server.listen(path)")
@row(f"{LISTEN_PATH} > path", "Server.listen(path)")
def a_path_is_listened_on(world: World) -> None:
    path = world.path()
    listened(world, path)
    assert stat.S_ISSOCK(os.stat(path).st_mode)
    assert greets(world, path)


@row(f"{LISTEN_PATH} > backlog", "Server.listen(path, backlog)")
def a_paths_backlog_is_the_kernels(world: World) -> None:
    world.needs_linux()
    path = world.path()
    netuv.create_server().listen(path, 1)
    waiting = 0
    while not refuses_at_once(world, path):
        waiting += 1
        assert waiting < 10
    assert waiting == 2  # Linux lets one more wait than asked for


def refuses_at_once(world: World, path: str) -> bool:
    """Whether a connection to the path would have to wait."""
    plain = world.keep(socket.socket(socket.AF_UNIX))
    plain.setblocking(False)
    return bool(plain.connect_ex(path) != 0)


@row(f"{LISTEN_PATH} > callback", "Server.listen(path, callback)")
@row(f"{LISTEN_PATH} > returns <net.Server>", "Server.listen(path)")
def listening_on_a_path_calls_back(world: World) -> None:
    called: list[Any] = []
    path = world.path()
    server = netuv.create_server()
    assert server.listen(path, 5, lambda: called.append(server.address())) is server
    world.until(lambda: called == [path])


@row(LISTEN_PORT, "Server.listen(port, host, backlog)")
def a_port_a_host_and_a_backlog_are_listened_with(world: World) -> None:
    port = world.free_port()
    server = listened(world, port, HOST, 4)
    assert (server.address(), world.backlog(server)) == ((HOST, "IPv4", port), 4)
    assert greets(world, port)


@row(f"{LISTEN_PORT} > port", "Server.listen(port)")
def port_0_or_none_is_any_free_one(world: World) -> None:
    ports = {listened(world, *args).address().port for args in ((0,), (), (None, HOST))}
    assert len(ports) == 3
    assert all(greets(world, port) for port in ports)


@row(f"{LISTEN_PORT} > host", "Server.listen(port, host)")
def without_a_host_it_is_every_address(world: World) -> None:
    server = listened(world, 0)
    assert server.address().address == ("::" if socket.has_ipv6 else "0.0.0.0")
    assert greets(world, server, socket.AF_INET)
    assert greets(world, ("127.0.0.3", server.address().port))
    only = listened(world, 0, "127.0.0.3")
    assert refuses(world, (HOST, only.address().port))


@row(f"{LISTEN_PORT} > backlog", "Server.listen(port, host, backlog)")
def a_ports_backlog_is_the_kernels(world: World) -> None:
    assert world.backlog(world.listen(netuv.create_server(), 0, HOST, 3)) == 3
    assert world.backlog(world.listen(netuv.create_server(), 0, 8)) == 8


@row(f"{LISTEN_PORT} > callback", "Server.listen(port, callback)")
@row(f"{LISTEN_PORT} > returns <net.Server>", "Server.listen(port)")
def listening_on_a_port_calls_back(world: World) -> None:
    called: list[int] = []
    for args in ((), (0,), (0, HOST), (0, HOST, 9)):
        server = netuv.create_server()
        assert server.listen(*args, lambda: called.append(1)) is server
    world.until(lambda: len(called) == 4)


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


# -- paths -------------------------------------------------------------------------------------


@row("IPC support", "Server.listen(path), connect(path)")
def both_ends_of_a_unix_socket_are_netuvs(world: World) -> None:
    path = world.path()
    netuv.create_server(lambda served: served.pipe(served)).listen(path)
    client = netuv.connect(path)
    client.write("there and back")
    assert world.wait(client, "data") == (b"there and back",)


IPC = "Identifying paths for IPC connections"


@row(IPC, "Server.close()")
def close_unlinks_the_path(world: World) -> None:
    path = world.path()
    server = listened(world, path)
    assert os.path.exists(path)
    server.close()
    assert not os.path.exists(path)


@row(IPC, "Server.listen(path)")
def a_path_that_others_bound_stays(world: World) -> None:
    path = world.path()
    bound = world.keep(socket.socket(socket.AF_UNIX))
    bound.bind(path)
    assert world.wait(netuv.create_server().listen(path), "error")[0].code == "EADDRINUSE"
    world.wait(netuv.create_server().listen(fd=os.dup(bound.fileno())).close(), "close")
    assert os.path.exists(path)


@row(
    IPC,
    "Server.listen(path)",
    differs="A path longer than the system allows is an error, and not cut silently to another.",
)
def too_long_a_path_is_an_error(world: World) -> None:
    path = world.path() + "x" * 120
    assert world.wait(netuv.create_server().listen(path), "error")[0].code == "ENAMETOOLONG"
    assert os.listdir(os.path.dirname(path)) == []


@row("Net", "netuv")
def the_manuals_echo_server_and_client_talk(world: World) -> None:
    trace: list[Any] = []

    def accept(served: netuv.Socket) -> None:
        served.on("end", lambda: trace.append("client disconnected"))
        served.write("hello\r\n")
        served.pipe(served)

    server = world.server(accept)
    client = netuv.create_connection(server.address().port, HOST, lambda: client.end("world!\r\n"))
    client.set_encoding("utf8").on("data", trace.append)
    client.on("end", lambda: (trace.append("disconnected from server"), server.close()))
    world.run()
    assert (
        "".join(part for part in trace if "!" in part or "hello" in part) == "hello\r\nworld!\r\n"
    )
    assert trace[-2:] == ["client disconnected", "disconnected from server"]
