"""socket.connect(), net.connect(), net.createConnection() and what they take as default."""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Iterator
from typing import Any

from conformance.manual.table import absent, row
from conformance.manual.world import HOST, World, code_of

import netuv

OPTIONS = "socket.connect(options[, connectListener])"
ON_PATH = "socket.connect(path[, connectListener])"
ON_PORT = "socket.connect(port[, host][, connectListener])"
SELECT = "auto_select_family"

Heard = list[Any]


def answering(*found: tuple[str, int]) -> Any:
    """A lookup function with these answers, and the keywords it was asked with."""

    def lookup(host: str, callback: Any, **keywords: Any) -> None:
        lookup.asked.append((host, keywords))  # type: ignore[attr-defined]
        if keywords["all"]:
            callback(None, list(found))
        else:
            callback(None, *found[0])

    lookup.asked = []  # type: ignore[attr-defined]
    return lookup


def echo_path(world: World) -> str:
    """The path of a server that sends back what it gets."""
    path = world.path()
    world.listen(netuv.create_server(lambda served: served.pipe(served)), path)
    return path


def echoes(world: World, client: netuv.Socket) -> bool:
    """Whether what the client writes comes back."""
    client.write("echo")
    return world.wait(client, "data") == (b"echo",)


def arrives(world: World, client: netuv.Socket, listener: socket.socket) -> bool:
    """Whether what the client writes comes to a plain listener."""
    client.write("to you")
    world.wait(client, "connect")
    return world.receive(world.accept(listener), 6) == b"to you"


# -- socket.connect() ----------------------------------------------------------------------------


@row("socket.connect()", "Socket.connect()")
@row("socket.connect() > returns <net.Socket>", "Socket.connect()")
def connect_is_asynchronous_and_tells_of_both_ends(world: World) -> None:
    trace: list[str] = []
    client = netuv.Socket().on("connect", lambda: trace.append("connect"))
    assert client.connect(world.listener().getsockname()[1], HOST) is client
    failed = netuv.Socket().on("error", lambda error: trace.append(error.code))
    failed.on("connect", lambda: trace.append("never")).connect(world.deaf_port(), HOST)
    assert trace == []
    world.until(lambda: len(trace) == 2)
    assert sorted(trace) == ["ECONNREFUSED", "connect"]


@row("socket.connect()", "Socket.connect()")
def a_closed_socket_connects_again(world: World) -> None:
    client, _ = world.client()
    world.wait(client.destroy(), "close")
    listener = world.listener()
    client.connect(listener.getsockname()[1], HOST)
    assert arrives(world, client, listener)
    assert client.bytes_written == 6


@row(OPTIONS, "Socket.connect(**options)")
@row(f"{OPTIONS} > options", "Socket.connect(**options)")
@row(f"{OPTIONS} > returns <net.Socket>", "Socket.connect(**options)")
def connect_takes_options(world: World) -> None:
    listener = world.listener()
    client = netuv.Socket()
    assert client.connect(port=listener.getsockname()[1], host=HOST) is client
    assert arrives(world, client, listener)
    assert "unknown" in code_of(netuv.Socket().connect, port=1, unknown=1)


@row(f"{OPTIONS} > connectListener", "Socket.connect(listener=)")
@row(f"{ON_PORT} > connectListener", "Socket.connect(port, host, listener)")
def the_connect_listener_is_called_once(world: World) -> None:
    called: list[int] = []
    port = world.listener().getsockname()[1]
    clients = [
        netuv.Socket().connect(port, HOST, lambda: called.append(1)),
        netuv.Socket().connect(lambda: called.append(1), port=port, host=HOST),
        netuv.Socket().connect(port=port, host=HOST, listener=lambda: called.append(1)),
    ]
    world.until(lambda: len(called) == 3)
    assert [client.emit("connect") for client in clients] == [False] * 3


@row(f"{OPTIONS} > port", "Socket.connect(port=)")
def the_port_is_required_unless_there_is_a_path(world: World) -> None:
    listener = world.listener()
    client = netuv.Socket().connect(port=str(listener.getsockname()[1]), host=HOST)
    assert arrives(world, client, listener)
    assert code_of(netuv.Socket().connect, host=HOST) == "ERR_MISSING_ARGS"
    assert code_of(netuv.Socket().connect, port=65536) == "ERR_SOCKET_BAD_PORT"


@row(f"{OPTIONS} > host", "Socket.connect(host=)")
def the_host_is_an_address_or_a_name(world: World) -> None:
    listener = world.listener()
    port = listener.getsockname()[1]
    assert arrives(world, netuv.connect(port=port, host=HOST), listener)
    lookup = answering((HOST, 4))
    assert arrives(world, netuv.connect(port=port, host="my.test", lookup=lookup), listener)
    assert [host for host, _ in lookup.asked] == ["my.test"]


@row(f"{OPTIONS} > host = 'localhost'", "Socket.connect()")
def the_host_is_localhost(world: World) -> None:
    listener, lookup = world.listener(), answering((HOST, 4))
    client = netuv.Socket().connect(port=listener.getsockname()[1], lookup=lookup)
    assert arrives(world, client, listener)
    assert [host for host, _ in lookup.asked] == ["localhost"]


@row(f"{OPTIONS} > localAddress", "Socket.connect(local_address=)")
def the_local_address_is_where_it_connects_from(world: World) -> None:
    world.needs_linux()  # others have no 127.0.0.7 unless it is set up
    client, peer = world.client(local_address="127.0.0.7")
    assert peer.getpeername()[0] == client.local_address == "127.0.0.7"
    assert code_of(netuv.connect, 1, local_address="no") == "ERR_INVALID_IP_ADDRESS"


@row(f"{OPTIONS} > localPort", "Socket.connect(local_port=)")
def the_local_port_is_where_it_connects_from(world: World) -> None:
    port = world.free_port()
    _, peer = world.client(local_port=port)
    assert peer.getpeername()[1] == port


@row(f"{OPTIONS} > family", "Socket.connect(family=)")
def the_family_is_what_is_looked_up(world: World) -> None:
    listener = world.listener()
    for family in (4, 6, 0):
        lookup = answering((HOST, 4))
        client = netuv.connect(listener.getsockname()[1], "a.test", family=family, lookup=lookup)
        assert arrives(world, client, listener)
        assert lookup.asked[0][1]["family"] == family
    assert code_of(netuv.connect, 1, "a.test", family=5) == "ERR_INVALID_ARG_VALUE"


@row(f"{OPTIONS} > family = 0", "Socket.connect(family=0)")
def either_family_is_looked_up(world: World) -> None:
    listener, lookup = world.listener(), answering((HOST, 4))
    client = netuv.connect(listener.getsockname()[1], "a.test", lookup=lookup)
    assert arrives(world, client, listener)
    assert lookup.asked[0][1]["family"] == 0


@row(f"{OPTIONS} > hints", "Socket.connect(hints=)")
def the_hints_go_to_the_lookup(world: World) -> None:
    hints = netuv.dns.ADDRCONFIG | netuv.dns.V4MAPPED
    listener, lookup = world.listener(), answering((HOST, 4))
    port = listener.getsockname()[1]
    client = netuv.connect(port, "a.test", family=4, hints=hints, lookup=lookup)
    assert arrives(world, client, listener)
    assert lookup.asked[0][1]["hints"] == hints
    assert code_of(netuv.connect, 1, "a.test", hints=1 << 20) == "ERR_INVALID_ARG_VALUE"


@row(f"{OPTIONS} > lookup", "Socket.connect(lookup=)")
def a_lookup_of_ones_own_is_asked(world: World) -> None:
    listener, lookup = world.listener(), answering((HOST, 4))
    client = netuv.connect(listener.getsockname()[1], "no.such.name.test", lookup=lookup)
    assert arrives(world, client, listener)
    assert code_of(netuv.connect, 1, "a.test", lookup="dns") == "ERR_INVALID_ARG_TYPE"


@row(f"{OPTIONS} > lookup = dns.lookup()", "Socket.connect(lookup=dns.lookup)")
def the_systems_lookup_is_asked(world: World) -> None:
    listener = world.listener()
    received: Heard = []
    client = netuv.Socket().on("lookup", lambda *args: received.append(args))
    client.connect(port=listener.getsockname()[1], host="localhost", family=4)
    assert arrives(world, client, listener)
    assert received == [(None, HOST, 4, "localhost")]


@row(f"{OPTIONS} > noDelay", "Socket.connect(no_delay=)")
def no_delay_is_on_once_connected(world: World) -> None:
    assert world.no_delay(world.client(no_delay=True)[0])


@row(f"{OPTIONS} > noDelay = false", "Socket.connect(no_delay=False)")
def no_delay_is_off(world: World) -> None:
    assert not world.no_delay(world.client()[0])


@row(f"{OPTIONS} > keepAlive", "Socket.connect(keep_alive=)")
def keep_alive_is_on_once_connected(world: World) -> None:
    assert world.keep_alive(world.client(keep_alive=True)[0])


@row(f"{OPTIONS} > keepAlive = false", "Socket.connect(keep_alive=False)")
def keep_alive_is_off(world: World) -> None:
    assert not world.keep_alive(world.client(keep_alive_initial_delay=5000)[0])


@row(f"{OPTIONS} > keepAliveInitialDelay", "Socket.connect(keep_alive_initial_delay=)")
def the_keep_alive_delay_is_the_kernels(world: World) -> None:
    client, _ = world.client(keep_alive=True, keep_alive_initial_delay=6000)
    assert world.keep_idle(client) == 6


@row(f"{OPTIONS} > keepAliveInitialDelay = 0", "Socket.connect(keep_alive_initial_delay=0)")
def no_keep_alive_delay_leaves_the_systems(world: World) -> None:
    system = world.keep_idle(world.client()[0])
    assert world.keep_idle(world.client(keep_alive=True)[0]) == system


# -- family auto-selection -----------------------------------------------------------------------


def attempts(world: World, port: int, *found: tuple[str, int], **options: Any) -> Heard:
    """The events of a connect() with auto-selection over these addresses."""
    trace: Heard = []
    client = netuv.Socket()
    for event in ("attempt", "attempt_failed", "attempt_timeout"):
        client.on(f"connection_{event}", lambda *args, event=event: trace.append((event, args[0])))
    client.on("error", lambda error: trace.append(("error", error.code)))
    client.on("connect", lambda: trace.append(("connect", client.remote_address)))
    options.setdefault(SELECT, True)
    client.connect(port=port, host="both.test", lookup=answering(*found), **options)
    world.until(lambda: trace and trace[-1][0] in ("error", "connect"))
    return trace


def full_listener(world: World) -> tuple[int, str, str]:
    """A port, an address that does not answer there, and one that does."""
    world.needs_linux()  # elsewhere a full backlog refuses, and 127.0.0.2 is not there
    full, port = two_listeners(world)
    full.listen(0)
    for _ in range(3):
        plain = world.keep(socket.socket())
        plain.setblocking(False)
        plain.connect_ex(("127.0.0.2", port))
    return port, "127.0.0.2", HOST


def two_listeners(world: World) -> tuple[socket.socket, int]:
    """A socket bound to 127.0.0.2 and its port, where a listener of 127.0.0.1 is as well."""
    for _ in range(20):
        bound = world.keep(socket.socket())
        bound.bind(("127.0.0.2", 0))
        port = bound.getsockname()[1]
        with contextlib.suppress(OSError):  # some other program's
            world.listener(address=(HOST, port))
            return bound, port
    raise AssertionError("no port is free on two addresses")


@row(f"{OPTIONS} > autoSelectFamily", "Socket.connect(auto_select_family=)")
def the_families_are_tried_in_turn_until_one_connects(world: World) -> None:
    nobody = world.deaf_port()
    found = [("::1", 6), (f"::ffff:{HOST}", 6), (HOST, 4)]
    options = {"auto_select_family_attempt_timeout": 5000}
    trace = attempts(world, nobody, *found, **options)
    tried = [entry[1] for entry in trace if entry[0] == "attempt"]
    assert tried == ["::1", HOST, f"::ffff:{HOST}"]
    trace = attempts(world, world.listener().getsockname()[1], *found, **options)
    assert [event for event, _ in trace] == ["attempt", "attempt_failed", "attempt", "connect"]


@row(f"{OPTIONS} > autoSelectFamily", "Socket.connect(auto_select_family=)")
def auto_selection_is_ignored_with_a_family_or_a_local_address(world: World) -> None:
    port = world.deaf_port()
    for options in ({"family": 4}, {"local_address": HOST}):
        trace = attempts(world, port, (HOST, 4), ("::1", 6), **options)
        assert [event for event, _ in trace] == ["attempt", "attempt_failed", "error"]


absent(
    f"{OPTIONS} > autoSelectFamily = initially false",
    "Node's command line option for it: a netuv program has set_default_auto_select_family().",
)


@row(f"{OPTIONS} > autoSelectFamily = initially false", "Socket.connect(auto_select_family=False)")
def without_auto_selection_only_the_first_is_tried(world: World) -> None:
    trace = attempts(world, world.deaf_port(), (HOST, 4), ("::1", 6), auto_select_family=None)
    assert [event for event, _ in trace] == ["attempt", "attempt_failed", "error"]
    assert netuv.get_default_auto_select_family() is False


@row(
    f"{OPTIONS} > autoSelectFamilyAttemptTimeout",
    "Socket.connect(auto_select_family_attempt_timeout=)",
)
def an_attempt_has_that_much_time(world: World) -> None:
    port, silent, answers = full_listener(world)
    before: list[str] = []
    netuv.set_timeout(before.append, 8, "8 ms")  # less than 10 is taken as 10
    trace = attempts(world, port, (silent, 4), (answers, 4), auto_select_family_attempt_timeout=3)
    assert before == ["8 ms"]
    assert trace[1:] == [("attempt_timeout", silent), ("attempt", answers), ("connect", answers)]


@row(
    f"{OPTIONS} > autoSelectFamilyAttemptTimeout = initially 250",
    "Socket.connect(auto_select_family_attempt_timeout=250)",
)
def an_attempt_has_250_milliseconds(world: World) -> None:
    port, silent, answers = full_listener(world)
    trace: list[str] = []
    netuv.set_timeout(trace.append, 230, "230 ms")
    client = netuv.Socket().on("connection_attempt_timeout", lambda *_: trace.append("timeout"))
    client.connect(
        port, "a.test", auto_select_family=True, lookup=answering((silent, 4), (answers, 4))
    )
    netuv.set_timeout(trace.append, 270, "270 ms")
    world.until(lambda: len(trace) == 3)
    assert trace == ["230 ms", "timeout", "270 ms"]


@contextlib.contextmanager
def defaults_restored() -> Iterator[None]:
    select = netuv.get_default_auto_select_family()
    timeout = netuv.get_default_auto_select_family_attempt_timeout()
    try:
        yield
    finally:
        netuv.set_default_auto_select_family(bool(select))
        netuv.set_default_auto_select_family_attempt_timeout(timeout)


@row("net.setDefaultAutoSelectFamily(value)", "set_default_auto_select_family()")
@row("net.setDefaultAutoSelectFamily(value) > value", "set_default_auto_select_family(value)")
@row("net.getDefaultAutoSelectFamily()", "get_default_auto_select_family()")
@row("net.getDefaultAutoSelectFamily() > returns <boolean>", "get_default_auto_select_family()")
def auto_selection_can_be_the_default(world: World) -> None:
    port = world.listener().getsockname()[1]
    with defaults_restored():
        netuv.set_default_auto_select_family(True)
        assert netuv.get_default_auto_select_family() is True
        trace = attempts(world, port, ("::1", 6), (HOST, 4), auto_select_family=None)
        assert code_of(netuv.set_default_auto_select_family, 1) == "ERR_INVALID_ARG_TYPE"
    assert trace[-1] == ("connect", HOST)


@row("net.setDefaultAutoSelectFamily(value) > default false", "get_default_auto_select_family()")
def auto_selection_is_off_by_default(world: World) -> None:
    lookup = answering((HOST, 4))
    world.wait(netuv.connect(world.deaf_port(), "a.test", lookup=lookup), "error")
    assert lookup.asked[0][1]["all"] is False
    assert netuv.get_default_auto_select_family() is False


ATTEMPT_TIMEOUT = "AutoSelectFamilyAttemptTimeout"


@row(f"net.setDefault{ATTEMPT_TIMEOUT}(value)", f"set_default_{SELECT}_attempt_timeout()")
@row(f"net.setDefault{ATTEMPT_TIMEOUT}(value) > value", f"set_default_{SELECT}_attempt_timeout()")
@row(f"net.getDefault{ATTEMPT_TIMEOUT}()", f"get_default_{SELECT}_attempt_timeout()")
@row(
    f"net.getDefault{ATTEMPT_TIMEOUT}() > returns <number>",
    f"get_default_{SELECT}_attempt_timeout()",
)
def the_attempt_timeout_can_be_another(world: World) -> None:
    port, silent, answers = full_listener(world)
    later: list[str] = []
    with defaults_restored():
        netuv.set_default_auto_select_family_attempt_timeout(1)
        assert netuv.get_default_auto_select_family_attempt_timeout() == 10
        netuv.set_timeout(later.append, 150, "150 ms")
        trace = attempts(world, port, (silent, 4), (answers, 4))
        call = netuv.set_default_auto_select_family_attempt_timeout
        assert [code_of(call, 0), code_of(call, "1")] == [
            "ERR_OUT_OF_RANGE",
            "ERR_INVALID_ARG_TYPE",
        ]
    assert later == []
    assert trace[1:] == [("attempt_timeout", silent), ("attempt", answers), ("connect", answers)]


@row(
    f"net.setDefault{ATTEMPT_TIMEOUT}(value) > default 250",
    f"get_default_{SELECT}_attempt_timeout()",
)
def the_default_attempt_timeout_is_250(world: World) -> None:
    assert netuv.get_default_auto_select_family_attempt_timeout() == 250


# -- paths ---------------------------------------------------------------------------------------


@row(f"{OPTIONS} > path", "Socket.connect(path=)")
def a_path_goes_before_a_port(world: World) -> None:
    path = echo_path(world)
    client = netuv.Socket().connect(path=path, port=world.deaf_port(), local_port=-1, family=9)
    assert echoes(world, client)
    assert client.remote_port is None


@row(ON_PATH, "Socket.connect(path)")
@row(f"{ON_PATH} > path", "Socket.connect(path)")
@row(f"{ON_PATH} > returns <net.Socket>", "Socket.connect(path)")
def connect_takes_a_path(world: World) -> None:
    client = netuv.Socket()
    assert client.connect(echo_path(world)) is client
    assert echoes(world, client)
    missing = netuv.Socket().connect(world.path())
    assert world.wait(missing, "error")[0].code == "ENOENT"


@row(f"{ON_PATH} > connectListener", "Socket.connect(path, listener)")
def connect_to_a_path_calls_back_once(world: World) -> None:
    called: list[int] = []
    client = netuv.Socket().connect(echo_path(world), lambda: called.append(1))
    world.wait(client, "ready")
    client.emit("connect")
    assert called == [1]


@row(ON_PORT, "Socket.connect(port, host)")
@row(f"{ON_PORT} > port", "Socket.connect(port)")
@row(f"{ON_PORT} > host", "Socket.connect(port, host)")
@row(f"{ON_PORT} > returns <net.Socket>", "Socket.connect(port)")
def connect_takes_a_port_and_a_host(world: World) -> None:
    world.needs_linux()
    listener = world.listener(address=("127.0.0.4", 0))
    port = listener.getsockname()[1]
    client = netuv.Socket()
    assert client.connect(port, "127.0.0.4") is client
    assert arrives(world, client, listener)
    refused = netuv.Socket().connect(port, HOST)
    assert world.wait(refused, "error")[0].code == "ECONNREFUSED"


# -- net.connect() and net.createConnection() ----------------------------------------------------


@row("net.connect()", "connect()")
@row("net.createConnection()", "create_connection()")
def both_make_a_socket_that_connects(world: World) -> None:
    listener = world.listener()
    called: list[int] = []
    for call in (netuv.connect, netuv.create_connection):
        client = call(listener.getsockname()[1], HOST, lambda: called.append(1))
        assert type(client) is netuv.Socket
        assert client.connecting
        assert arrives(world, client, listener)
    assert called == [1, 1]


for _node, _name in (("net.connect", "connect"), ("net.createConnection", "create_connection")):

    @row(f"{_node}(options[, connectListener])", f"{_name}(**options)")
    @row(f"{_node}(options[, connectListener]) > options", f"{_name}(**options)")
    @row(f"{_node}(options[, connectListener]) > returns <net.Socket>", f"{_name}(**options)")
    def options_are_the_sockets_and_those_of_connect(world: World, name: str = _name) -> None:
        client, peer = world_client(
            world, name, high_water_mark=88, allow_half_open=True, no_delay=True
        )
        assert type(client) is netuv.Socket
        assert (client.writable_high_water_mark, client.allow_half_open) == (88, True)
        assert world.no_delay(client)
        assert peer.getpeername()[1] == client.local_port

    @row(f"{_node}(options[, connectListener]) > connectListener", f"{_name}(listener)")
    @row(f"{_node}(port[, host][, connectListener]) > connectListener", f"{_name}(listener)")
    def the_listener_is_called_once(world: World, name: str = _name) -> None:
        called: list[int] = []
        call, port = getattr(netuv, name), world.listener().getsockname()[1]
        clients = [
            call(lambda: called.append(1), port=port, host=HOST),
            call(port, HOST, lambda: called.append(1)),
        ]
        world.until(lambda: len(called) == 2)
        assert [client.emit("connect") for client in clients] == [False, False]

    @row(f"{_node}(path[, connectListener])", f"{_name}(path)")
    @row(f"{_node}(path[, connectListener]) > path", f"{_name}(path)")
    @row(f"{_node}(path[, connectListener]) > connectListener", f"{_name}(path, listener)")
    @row(f"{_node}(path[, connectListener]) > returns <net.Socket>", f"{_name}(path)")
    def a_path_is_connected_to(world: World, name: str = _name) -> None:
        called: list[int] = []
        client = getattr(netuv, name)(echo_path(world), lambda: called.append(1))
        assert echoes(world, client)
        client.emit("connect")
        assert (type(client), called) == (netuv.Socket, [1])

    @row(f"{_node}(port[, host][, connectListener])", f"{_name}(port, host)")
    @row(f"{_node}(port[, host][, connectListener]) > port", f"{_name}(port)")
    @row(f"{_node}(port[, host][, connectListener]) > host", f"{_name}(port, host)")
    @row(f"{_node}(port[, host][, connectListener]) > returns <net.Socket>", f"{_name}(port)")
    def a_port_and_a_host_are_connected_to(world: World, name: str = _name) -> None:
        listener = world.listener()
        client = getattr(netuv, name)(listener.getsockname()[1], HOST)
        assert arrives(world, client, listener)
        assert client.remote_port == listener.getsockname()[1]


def world_client(world: World, name: str, **options: Any) -> tuple[netuv.Socket, socket.socket]:
    """As ``World.client``, by this function."""
    listener = world.listener()
    client = getattr(netuv, name)(port=listener.getsockname()[1], host=HOST, **options)
    world.wait(client, "connect")
    return client, world.accept(listener)


@row("net.createConnection(port[, host][, connectListener]) > host = 'localhost'", "connect(port)")
def a_port_alone_is_localhosts(world: World) -> None:
    listener, lookup = world.listener(), answering((HOST, 4))
    client = netuv.create_connection(listener.getsockname()[1], lookup=lookup)
    assert arrives(world, client, listener)
    assert lookup.asked[0][0] == "localhost"


@row("net.createConnection(options[, connectListener]) > timeout", "connect(timeout=)")
def a_timeout_is_set_before_connecting(world: World) -> None:
    port, silent, _ = full_listener(world)
    client = netuv.connect(port=port, host=silent, timeout=5)
    assert client.timeout == 5
    world.wait(client, "timeout")
    assert client.connecting
    assert os.fstat(client._handle.fd)
