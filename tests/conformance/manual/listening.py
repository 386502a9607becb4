"""server.listen() in all its forms, and the paths of Unix sockets."""

from __future__ import annotations

import os
import socket
import stat
from types import SimpleNamespace
from typing import Any

from conformance.manual.server import greet, greets, listened, refuses, unanswered
from conformance.manual.table import absent, row
from conformance.manual.world import HOST, World, code_of

import netuv

LISTEN_OPTIONS = "server.listen(options[, callback])"
LISTEN_HANDLE = "server.listen(handle[, backlog][, callback])"
LISTEN_PATH = "server.listen(path[, backlog][, callback])"
LISTEN_PORT = "server.listen([port[, host[, backlog]]][, callback])"

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


# -- what all forms share -------------------------------------------------------------------------


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
    assert unanswered(world, server, (HOST, server.address().port))


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
    assert unanswered(world, server, server)
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
    assert unanswered(world, only, (HOST, only.address().port))


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
