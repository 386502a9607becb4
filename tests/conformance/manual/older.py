"""What the manuals of Node 0.8 and of Deno say in other words, and what 0.8 alone has."""

from __future__ import annotations

from typing import Any

from conformance.manual import connecting, listening, server, socket_life, socket_use, values
from conformance.manual.table import again, row
from conformance.manual.world import HOST, World, code_of

import netuv

# -- net of Node 0.8 -----------------------------------------------------------------------------

CONNECT = "net.connect(options[, connectionListener()])"
LISTEN = "net.Server.listen(port[, host][, backlog][, callback()])"
NEW = "new net.Socket([Object options])"
KEEP = "net.Socket.setKeepAlive([Boolean enable = false][, Number initialDelay = 0])"
NO_DELAY = "net.Socket.setNoDelay([Boolean noDelay = true])"
TIMEOUT = "net.Socket.setTimeout(Number timeout[, Function callback()])"
WRITE = "net.Socket.write(String data[, String encoding][, Function callback()])"
END = "net.Socket.end([String data][, String encoding])"
ENCODING = "net.Socket.setEncoding([String encoding = null])"

again(CONNECT, connecting.both_make_a_socket_that_connects)
again(f"{CONNECT} > options", connecting.connect_takes_options)
again(f"{CONNECT} > port", connecting.the_port_is_required_unless_there_is_a_path)
again(f"{CONNECT} > host", connecting.the_host_is_an_address_or_a_name)
again(f"{CONNECT} > host = 'localhost'", connecting.the_host_is_localhost)
again(f"{CONNECT} > localAddress", connecting.the_local_address_is_where_it_connects_from)
again(f"{CONNECT} > path", connecting.a_path_goes_before_a_port)
again(f"{CONNECT} > allowHalfOpen", socket_life.a_half_open_socket_writes_after_the_peers_end)
again(f"{CONNECT} > allowHalfOpen = false", socket_life.a_socket_ends_with_its_peer)
again(f"{CONNECT} > connectionListener", connecting.the_connect_listener_is_called_once)
again(
    "net.createConnection(options[, connectionListener()])",
    connecting.both_make_a_socket_that_connects,
)

CREATE = "net.createServer([options][, connectionListener()])"
again(CREATE, server.create_server_gives_a_server_with_that_listener)
again(
    f"{CREATE} > options",
    server.create_server_refuses_an_option_it_does_not_know,
    server.an_accepted_half_open_socket_writes_after_the_peers_end,
)
again(f"{CREATE} > connectionListener", server.create_server_gives_a_server_with_that_listener)

for _name, _check in (
    ("isIP", values.is_ip_tells_the_family),
    ("isIPv4", values.is_ipv4_tells_whether),
    ("isIPv6", values.is_ipv6_tells_whether),
):
    again(f"net.{_name}(String input)", _check)
    again(f"net.{_name}(String input) > input", _check)

again('net.Server.on("close", function())', server.close_waits_for_the_connections)
_CONNECTION = 'net.Server.on("connection", function(net.Socket socket))'
again(_CONNECTION, server.connection_has_the_socket)
again(f"{_CONNECTION} > socket", server.connection_has_the_socket)
again('net.Server.on("listening", function())', server.listening_comes_after_the_call_once_bound)
again(
    "net.Server.address()",
    server.address_is_where_the_server_is,
    server.address_is_a_tuple_a_path_or_none,
)
again("net.Server.close([Function callback()])", server.close_keeps_connections_and_takes_no_more)
again(
    "net.Server.close([Function callback()]) > callback",
    server.close_calls_back_with_an_error_if_it_was_not_open,
)
again(LISTEN, listening.a_port_a_host_and_a_backlog_are_listened_with)
again(f"{LISTEN} > default 511", listening.the_backlog_is_511)
again(f"{LISTEN} > EADDRINUSE", listening.the_retry_of_the_manual_works)
again(f"{LISTEN} > port", listening.port_0_or_none_is_any_free_one)
again(f"{LISTEN} > backlog", listening.a_ports_backlog_is_the_kernels)
again(f"{LISTEN} > callback", listening.listening_on_a_port_calls_back)
again(f"{LISTEN} > handle", listening.what_is_bound_already_is_listened_on)
again("net.Server.connections()", server.connections_counts_and_warns)
again("net.Server.maxConnections()", server.max_connections_lets_no_more_in)


@row(
    'net.Server.on("error", function(exception))',
    '"error"',
    differs='As in 18: "close" follows an "error" only where close() is called.',
)
def a_server_error_is_told_and_close_comes_when_asked_for(world: World) -> None:
    server.an_error_is_told_and_close_does_not_follow(world)


@row(
    f"{LISTEN} > host",
    "Server.listen(port, host)",
    differs="As in 18: no host is every address of IPv6 too; in 0.8 it was those of IPv4 alone.",
)
def no_host_is_every_address(world: World) -> None:
    listening.without_a_host_it_is_every_address(world)


@row("net.Server.pause(Number msecs = 1000)", "Server.pause()")
@row("net.Server.pause(Number msecs = 1000) > msecs", "Server.pause(msecs)")
def who_connects_to_a_paused_server_waits(world: World) -> None:
    trace: list[str] = []
    paused = world.server(lambda served: trace.append("accepted"))
    assert paused.pause(30) is paused
    peer = world.peer_of(paused)
    netuv.set_timeout(trace.append, 10, "10 ms")
    world.until(lambda: len(trace) == 2)
    assert trace == ["10 ms", "accepted"]
    assert world.nothing_comes(peer)


@row("net.Server.pause(Number msecs = 1000)", "Server.pause(msecs=1000)")
def a_server_is_paused_for_a_second(world: World) -> None:
    trace: list[str] = []
    paused = world.server(lambda served: trace.append("accepted"))
    paused.pause()
    world.peer_of(paused)
    netuv.set_timeout(trace.append, 20, "still paused")
    world.until(lambda: trace)
    assert trace == ["still paused"]
    assert paused._pause is not None
    assert paused._pause._delay == 1000  # and not a second of everybody's time


again(NEW, socket_life.a_new_socket_connects_where_it_is_told)
again(f"{NEW} > options", socket_life.a_new_socket_connects_where_it_is_told)
again(f"{NEW} > fd", socket_life.a_descriptor_is_taken_over)
again(f"{NEW} > allowHalfOpen", socket_life.a_half_open_socket_writes_after_the_peers_end)
again(f"{NEW} > allowHalfOpen = false", socket_life.a_socket_ends_with_its_peer)
again(f"{NEW} > fd = null", socket_life.a_new_socket_connects_where_it_is_told)


@row(f"{NEW} > type", "Socket(type=)")
def a_type_connects_to_its_own_kind_only(world: World) -> None:
    path = connecting.echo_path(world)
    listener = world.listener()
    assert connecting.echoes(world, netuv.Socket(type="unix").connect(path))
    client = netuv.Socket(type="tcp4").connect(listener.getsockname()[1], HOST)
    assert connecting.arrives(world, client, listener)
    for kind, place in (("tcp4", path), ("tcp6", path), ("unix", 1)):
        assert code_of(netuv.Socket(type=kind).connect, place) == "ERR_INVALID_ARG_VALUE"
    lookup = connecting.answering((HOST, 4))
    netuv.Socket(type="tcp6").connect(1, "a.test", lookup=lookup).on("error", lambda error: None)
    assert lookup.asked[0][1]["family"] == 6


@row(f"{NEW} > type = null", "Socket(type=None)")
def without_a_type_a_socket_connects_to_any_kind(world: World) -> None:
    listener = world.listener()
    assert connecting.echoes(world, netuv.Socket().connect(connecting.echo_path(world)))
    client = netuv.Socket().connect(listener.getsockname()[1], HOST)
    assert connecting.arrives(world, client, listener)


_DATA = 'net.Socket.on("data", function(Buffer | String data))'
again(
    'net.Socket.on("connect", function())', socket_life.connect_comes_once_the_connection_is_there
)
again(_DATA, socket_life.data_is_bytes_or_text)
again(f"{_DATA} > data", socket_life.data_is_bytes_or_text)
again(
    'net.Socket.on("end", function())',
    socket_life.end_comes_when_the_peer_has_ended_and_all_is_read,
    socket_life.the_queue_is_written_out_after_the_peers_end,
)
again("net.Socket.address()", socket_use.address_is_the_sockets_own)
again("net.Socket.close(Boolean had_error)", socket_life.close_comes_last_and_once)
again(
    "net.Socket.close(Boolean had_error) > had_error",
    socket_life.close_tells_whether_there_was_an_error,
)
_CONNECT = "net.Socket.connect(port[, host][, connectionListener()])"
again(
    _CONNECT,
    connecting.connect_takes_a_port_and_a_host,
    connecting.a_closed_socket_connects_again,
    connecting.connect_takes_a_path,
)
again(f"{_CONNECT} > port", connecting.connect_takes_a_port_and_a_host)
again(f"{_CONNECT} > host", connecting.connect_takes_a_port_and_a_host)
again(f"{_CONNECT} > connectionListener", connecting.the_connect_listener_is_called_once)
again("net.Socket.destroy()", socket_life.destroy_ends_all_at_once)
again('net.Socket.on("drain", function())', socket_life.drain_comes_once_all_is_written)
again(END, socket_life.end_sends_the_end_and_still_reads)
again(f"{END} > data", socket_life.end_sends_its_data_first)
again(f"{END} > encoding", socket_life.end_encodes_its_text)
again("net.Socket.error(Error exception)", socket_life.an_error_is_told_and_close_follows)
again(
    "net.Socket.error(Error exception) > exception", socket_life.an_error_is_told_and_close_follows
)
again("net.Socket.pause()", socket_use.pause_stops_data_and_pushes_back)
again("net.Socket.resume()", socket_use.resume_reads_on_after_pause)
again(ENCODING, socket_use.set_encoding_makes_text_of_what_is_read)
again(f"{ENCODING} > encoding", socket_use.set_encoding_makes_text_of_what_is_read)
again(
    KEEP, socket_use.keep_alive_goes_on_and_off, socket_use.set_keep_alive_without_arguments_is_off
)
again(f"{KEEP} > enable", socket_use.keep_alive_goes_on_and_off)
again(
    f"{KEEP} > initialDelay",
    socket_use.the_delay_is_the_kernels_in_seconds,
    socket_use.no_delay_leaves_the_one_before,
)
again(NO_DELAY, socket_use.nagles_algorithm_goes_off_and_on)
again(f"{NO_DELAY} > noDelay", socket_use.nagles_algorithm_goes_off_and_on)


@row(
    "net.Socket.setSecure()",
    "Socket.set_secure()",
    differs="TLS is not of this module (0.8 calls it deprecated): it raises, and says what to use.",
)
def set_secure_says_what_to_use(world: World) -> None:
    client, peer = world.client()
    assert code_of(client.set_secure) == "ERR_METHOD_NOT_IMPLEMENTED"
    client.end("still plain")
    assert world.receive(peer) == b"still plain"


again(
    TIMEOUT,
    socket_use.a_timeout_comes_after_that_much_silence,
    socket_use.a_timeout_of_0_is_none,
)
again(f"{TIMEOUT} > timeout", socket_use.a_timeout_comes_after_that_much_silence)
again(f"{TIMEOUT} > callback", socket_use.the_callback_of_a_timeout_is_called_once)
again('net.Socket.on("timeout", function())', socket_life.timeout_only_tells)
again(WRITE, socket_use.write_tells_whether_the_kernel_took_everything)
again(f"{WRITE} > data", socket_use.write_sends_text_and_what_is_like_bytes)
again(f"{WRITE} > encoding", socket_use.write_encodes_its_text)
again(f"{WRITE} > callback", socket_use.write_calls_back_once_it_is_written_out)
again("net.Socket.bufferSize()", socket_use.buffer_size_is_what_waits_to_be_written)
again("net.Socket.bytesRead()", socket_use.bytes_read_counts_what_came)
again("net.Socket.bytesWritten()", socket_use.bytes_written_counts_what_was_sent)
again("net.Socket.remoteAddress()", socket_use.remote_address_is_the_peers)
again("net.Socket.remotePort()", socket_use.remote_port_is_the_peers)

# -- Deno's page of Socket -----------------------------------------------------------------------

again(
    "new Socket(options?: SocketConstructorOpts)",
    socket_life.a_new_socket_connects_where_it_is_told,
)
for _name, _check in {
    "autoSelectFamilyAttemptedAddresses": (
        socket_use.the_attempted_addresses_end_with_the_connected_one
    ),
    "bufferSize": socket_use.buffer_size_is_what_waits_to_be_written,
    "bytesRead": socket_use.bytes_read_counts_what_came,
    "bytesWritten": socket_use.bytes_written_counts_what_was_sent,
    "connecting": socket_use.connecting_is_true_until_connect,
    "destroyed": socket_life.destroyed_tells_that_nothing_can_be_sent_any_more,
    "localAddress": socket_use.local_address_is_where_the_client_connected_to,
    "localFamily": socket_use.local_family_is_ipv4_or_ipv6,
    "localPort": socket_use.local_port_is_the_sockets_own,
    "pending": socket_use.pending_is_true_until_there_is_a_connection,
    "readyState": socket_use.a_destroyed_socket_is_closed,
    "readyState > opening": socket_use.a_connecting_socket_is_opening,
    "readyState > open": socket_use.a_connected_socket_is_open,
    "readyState > readOnly": socket_use.an_ended_socket_is_read_only,
    "readyState > writeOnly": socket_use.a_socket_whose_peer_has_ended_is_write_only,
    "remoteAddress": socket_use.remote_address_is_the_peers,
    "remoteFamily": socket_use.remote_family_is_ipv4_or_ipv6,
    "remotePort": socket_use.remote_port_is_the_peers,
    "timeout": socket_use.timeout_is_what_was_set,
    "address()": socket_use.address_is_the_sockets_own,
    "connect()": connecting.connect_is_asynchronous_and_tells_of_both_ends,
    "destroySoon()": socket_life.destroy_soon_writes_everything_first,
    "end()": socket_life.end_calls_back_when_all_is_sent,
    "pause()": socket_use.pause_stops_data_and_pushes_back,
    "ref()": socket_use.a_referenced_socket_keeps_the_loop_running,
    "resetAndDestroy()": socket_life.the_peer_gets_a_reset,
    "resetAndDestroy() > ERR_SOCKET_CLOSED": (
        socket_life.without_a_connection_it_is_destroyed_with_an_error
    ),
    "resetAndDestroy() > ERR_INVALID_HANDLE_TYPE": socket_life.a_pipe_cannot_be_reset,
    "resume()": socket_use.resume_reads_on_after_pause,
    "setEncoding()": socket_use.set_encoding_makes_text_of_what_is_read,
    "setKeepAlive()": socket_use.set_keep_alive_returns_the_socket,
    "setKeepAlive() > SO_KEEPALIVE=1": socket_use.keep_alive_goes_on_and_off,
    "setKeepAlive() > TCP_KEEPIDLE=initialDelay": socket_use.the_delay_is_the_kernels_in_seconds,
    "setKeepAlive() > TCP_KEEPCNT=10": socket_use.there_are_ten_probes,
    "setKeepAlive() > TCP_KEEPINTVL=1": socket_use.a_probe_comes_each_second,
    "setNoDelay()": socket_use.nagles_algorithm_goes_off_and_on,
    "setTimeout()": socket_use.a_timeout_comes_after_that_much_silence,
    "unref()": socket_use.an_unreferenced_socket_does_not,
    "write()": socket_use.write_tells_whether_the_kernel_took_everything,
}.items():
    again(f"Socket.{_name}", _check)

for _name, _check in {
    "close": socket_life.close_comes_last_and_once,
    "close' > hadError": socket_life.close_tells_whether_there_was_an_error,
    "connect": socket_life.connect_comes_once_the_connection_is_there,
    "data": socket_life.data_is_bytes_or_text,
    "data' > data": socket_life.data_is_bytes_or_text,
    "drain": socket_life.drain_comes_once_all_is_written,
    "end": socket_life.end_comes_when_the_peer_has_ended_and_all_is_read,
    "error": socket_life.an_error_is_told_and_close_follows,
    "error' > err": socket_life.an_error_is_told_and_close_follows,
    "lookup": socket_life.lookup_comes_before_connecting_and_not_for_paths,
    "lookup' > err": socket_life.lookup_has_the_error,
    "lookup' > address": socket_life.lookup_has_the_address,
    "lookup' > family": socket_life.lookup_has_the_family,
    "lookup' > host": socket_life.lookup_has_the_name,
    "ready": socket_life.ready_comes_right_after_connect,
    "timeout": socket_life.timeout_only_tells,
}.items():
    again(f"Socket event '{_name}" + ("" if "'" in _name else "'"), _check)


def listeners_called(world: World, *methods: str) -> list[str]:
    """The listeners that these methods added, as two "data" events call them."""
    client, peer = world.client()
    trace: list[str] = []
    client.on("data", lambda data: trace.append("first"))
    for method in methods:
        result = getattr(client, method)("data", lambda data, method=method: trace.append(method))
        assert result is client
    for _ in range(2):
        peer.send(b"x")
        world.wait(client, "data")
    return trace


@row("Socket.on()", "Socket.on()")
@row("Socket.addListener()", "Socket.add_listener()")
def listeners_are_called_in_the_order_they_were_added(world: World) -> None:
    expected = ["first", "add_listener", "on"]
    assert listeners_called(world, "add_listener", "on") == expected * 2


@row("Socket.once()", "Socket.once()")
def a_listener_for_once_is_called_once(world: World) -> None:
    assert listeners_called(world, "once") == ["first", "once", "first"]


@row("Socket.prependListener()", "Socket.prepend_listener()")
def a_prepended_listener_is_called_first(world: World) -> None:
    assert listeners_called(world, "prepend_listener") == ["prepend_listener", "first"] * 2


@row("Socket.prependOnceListener()", "Socket.prepend_once_listener()")
def a_prepended_listener_for_once_is_called_first_and_once(world: World) -> None:
    expected = ["prepend_once_listener", "first", "first"]
    assert listeners_called(world, "prepend_once_listener") == expected


@row("Socket.emit()", "Socket.emit()")
def emit_calls_the_listeners(world: World) -> None:
    client, _ = world.client()
    received: list[Any] = []
    client.on("mine", lambda *args: received.append(args))
    assert (client.emit("mine", 1, "a"), client.emit("other")) == (True, False)
    assert received == [(1, "a")]


def attempt_events(world: World, event: str) -> tuple[tuple[Any, ...], int]:
    """The arguments of the first such event of a connect() over two addresses; and the port."""
    port, silent, answers = connecting.full_listener(world)
    received: list[tuple[Any, ...]] = []
    client = netuv.Socket().on(event, lambda *args: received.append(args))
    found, time = ((silent, 4), (answers, 4)), 10
    if event == "connection_attempt_failed":
        found, time = (("127.0.0.3", 4), (answers, 4)), 5000  # nobody listens there
    client.connect(
        port,
        "two.test",
        auto_select_family=True,
        auto_select_family_attempt_timeout=time,
        lookup=connecting.answering(*found),
    )
    world.wait(client, "connect")
    assert client.remote_address == answers
    return received[0], port


for _node, _event, _address in (
    ("connectionAttempt", "connection_attempt", "127.0.0.2"),
    ("connectionAttemptFailed", "connection_attempt_failed", "127.0.0.3"),
    ("connectionAttemptTimeout", "connection_attempt_timeout", "127.0.0.2"),
):

    @row(f"Socket event '{_node}'", f'"{_event}"')
    def an_attempt_is_told(world: World, event: str = _event) -> None:
        arguments, _ = attempt_events(world, event)
        assert len(arguments) == (4 if event == "connection_attempt_failed" else 3)

    @row(f"Socket event '{_node}' > ip", f'"{_event}"(address, …)')
    def an_attempt_has_its_address(
        world: World, event: str = _event, address: str = _address
    ) -> None:
        assert attempt_events(world, event)[0][0] == address

    @row(f"Socket event '{_node}' > port", f'"{_event}"(…, port, …)')
    def an_attempt_has_its_port(world: World, event: str = _event) -> None:
        arguments, port = attempt_events(world, event)
        assert arguments[1] == port

    @row(f"Socket event '{_node}' > family", f'"{_event}"(…, family)')
    def an_attempt_has_its_family(world: World, event: str = _event) -> None:
        assert attempt_events(world, event)[0][2] == 4
