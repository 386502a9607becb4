"""A socket, or a server, whose handle somebody has closed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support import Run
from support.peers import HOST, port_of

import netuv


def after_close(run: Run, then: Callable[[netuv.Socket], Any]) -> list[Any]:
    """What becomes of a connected socket whose handle is closed before ``then(socket)``."""
    seen: list[Any] = []
    server = netuv.create_server(lambda served: served.resume())

    def listening() -> None:
        client = netuv.connect(port_of(server), HOST)
        for event in ("end", "finish", "drain", "timeout", "error", "close"):
            client.on(event, lambda *args, event=event: seen.append((event, *map(reported, args))))
        client.on("close", lambda *_: server.close())

        def connected() -> None:
            client._handle.close()
            then(client)

        client.on("connect", connected)

    server.listen(0, HOST, listening)
    run()
    return seen


def reported(value: Any) -> Any:
    if not isinstance(value, OSError):
        return value
    error: Any = value
    return error.strerror, error.code, getattr(error, "syscall", None)


EBADF = ("write EBADF", "EBADF", "write")


@pytest.mark.parametrize("chunk", ["foo", b"foo", bytearray(b"foo"), "", b""], ids=repr)
@pytest.mark.parametrize("with_callback", [False, True])
def test_a_write_is_ebadf(run: Run, chunk: Any, with_callback: bool) -> None:
    called: list[Any] = []
    callback = (lambda error=None: called.append(reported(error))) if with_callback else None
    seen = after_close(run, lambda socket: socket.write(chunk, callback))
    assert seen == [("error", EBADF), ("close", True)]
    assert called == ([EBADF] if with_callback else [])


def test_what_was_corked_is_ebadf_in_all_its_callbacks(run: Run) -> None:
    called: list[Any] = []

    def then(socket: netuv.Socket) -> None:
        socket.cork()
        for chunk in ("a", b"b", "c"):
            socket.write(chunk, lambda error=None: called.append(reported(error)))
        socket.uncork()

    assert after_close(run, then) == [("error", EBADF), ("close", True)]
    assert called == [EBADF, EBADF, EBADF]


def test_the_last_write_of_end_is_ebadf(run: Run) -> None:
    seen = after_close(run, lambda socket: socket.end("last"))
    assert seen == [("error", EBADF), ("close", True)]


def test_end_finishes_since_there_is_nothing_to_end(run: Run) -> None:
    def then(socket: netuv.Socket) -> None:
        socket.pause()
        socket.end()
        socket.on("finish", socket.destroy)

    assert after_close(run, then) == [("finish",), ("close", False)]


def test_reading_is_an_error_of_read(run: Run) -> None:
    seen = after_close(run, lambda socket: socket.resume())
    assert seen == [("error", ("read EINVAL", "EINVAL", "read")), ("close", True)]


@pytest.mark.parametrize(
    "call",
    [
        lambda socket: socket.set_no_delay(),
        lambda socket: socket.set_keep_alive(True, 1000),
        lambda socket: socket.ref(),
        lambda socket: socket.unref(),
        lambda socket: socket.set_timeout(60_000),
        lambda socket: socket.set_timeout(0),
        lambda socket: socket.pause(),
    ],
)
def test_what_needs_no_answer_raises_nothing(run: Run, call: Callable[[Any], Any]) -> None:
    returned: list[Any] = []

    def then(socket: netuv.Socket) -> None:
        socket.pause()
        returned.append(call(socket) is socket)
        netuv.set_immediate(socket.destroy)

    assert after_close(run, then) == [("close", False)]
    assert returned == [True]


def test_an_idle_timeout_still_runs_out(run: Run) -> None:
    def then(socket: netuv.Socket) -> None:
        socket.pause()
        socket.ref()
        socket.set_timeout(5, socket.destroy)
        netuv.set_timeout(lambda: None, 50)

    assert after_close(run, then) == [("timeout",), ("close", False)]


def test_a_socket_without_the_closed_handle_is_a_closed_socket(run: Run) -> None:
    def then(socket: netuv.Socket) -> None:
        socket._handle = None
        socket.write("foo")

    (name, error), _ = after_close(run, then)
    assert (name, error[1]) == ("error", "ERR_SOCKET_CLOSED")


@pytest.mark.parametrize(
    "name, call",
    [
        ("write", lambda handle: handle.write(b"x")),
        ("shutdown", lambda handle: handle.shutdown()),
        ("read", lambda handle: handle.read_start(print)),
        ("read", lambda handle: handle.read_stop()),
        ("ref", lambda handle: handle.ref()),
        ("unref", lambda handle: handle.unref()),
        ("setNoDelay", lambda handle: handle.set_no_delay(True)),
        ("setKeepAlive", lambda handle: handle.set_keep_alive(True, 1)),
        ("getsockname", lambda handle: handle.getsockname()),
        ("getpeername", lambda handle: handle.getpeername()),
        ("reset", lambda handle: handle.reset()),
        ("connect", lambda handle: handle.connect(HOST, 1)),
        ("bind", lambda handle: handle.bind(HOST, 0)),
    ],
)
def test_the_handle_s_own_methods_are_ebadf(
    loop: netuv.Loop, run: Run, name: str, call: Callable[[Any], Any]
) -> None:
    handle = netuv.TCP()
    handle.close()
    with pytest.raises(OSError, match=f"{name} EBADF") as caught:
        call(handle)
    error: Any = caught.value
    assert (error.code, error.syscall) == ("EBADF", name)
    run()


def test_a_server_s_address_is_ebadf_and_it_can_be_closed(run: Run) -> None:
    seen: list[Any] = []
    server = netuv.create_server()
    server.on("close", lambda: seen.append("close"))

    def listening() -> None:
        server._handle.close()  # type: ignore[union-attr]
        with pytest.raises(OSError) as caught:
            server.address()
        seen.append(reported(caught.value))
        server.ref().unref().ref()
        server.max_connections = 5
        seen.append((server.listening, server.max_connections))
        server.close(lambda *errors: seen.append(errors))

    server.listen(0, HOST, listening)
    run()
    assert seen == [("address EBADF", "EBADF", "address"), (True, 5), "close", ()]


ECANCELED = ("write ECANCELED", "ECANCELED", "write")


def test_what_was_queued_is_ecanceled_in_its_callbacks_and_once_as_an_error(run: Run) -> None:
    called: list[Any] = []
    seen: list[Any] = []
    kept: list[netuv.Socket] = []
    server = netuv.create_server(kept.append, pause_on_connect=True)

    def connected() -> None:
        client.pause()
        for chunk in (bytes(32 << 20), b"more", "text"):
            client.write(chunk, lambda error=None: called.append(reported(error)))
        netuv.set_immediate(client._handle.close)

    def closed(had_error: bool) -> None:
        seen.append(("close", had_error))
        kept[0].destroy()
        server.close()

    server.listen(0)
    client = netuv.connect(port_of(server), HOST, connected)
    client.on("error", lambda error: seen.append(("error", reported(error)))).on("close", closed)
    run()
    assert called == [ECANCELED] * 3
    assert seen == [("error", ECANCELED), ("close", True)]
    assert client.writable_length == 0


def test_an_end_under_way_finishes(run: Run) -> None:
    called: list[Any] = []
    seen: list[Any] = []
    server = netuv.create_server(lambda served: (served.resume(), server.close()))

    def connected() -> None:
        client.pause()
        client.end(lambda error=None: called.append(error))
        client._handle.close()
        client.on("finish", lambda: (seen.append("finish"), client.destroy()))

    server.listen(0)
    client = netuv.connect(port_of(server), HOST, connected)
    client.on("error", seen.append)
    run()
    assert (called, seen) == ([None], ["finish"])


def test_a_timeout_that_was_set_before_still_runs_out(run: Run) -> None:
    seen: list[str] = []
    server = netuv.create_server(lambda served: (served.resume(), server.close()))

    def connected() -> None:
        client.pause()
        client.set_timeout(20)
        client.on("timeout", lambda: (seen.append("timeout"), client.destroy()))
        client._handle.close()
        netuv.set_timeout(lambda: seen.append("later"), 100)

    server.listen(0)
    client = netuv.connect(port_of(server), HOST, connected)
    run()
    assert seen == ["timeout", "later"]


@pytest.mark.parametrize("several", [False, True])
def test_a_connect_under_way_is_ecanceled(run: Run, port: int, several: bool) -> None:
    seen: list[Any] = []
    options: dict[str, Any] = {"port": port, "host": HOST}
    if several:
        options["host"], options["auto_select_family"] = "several", True
        options["lookup"] = lambda name, callback, **_: netuv.next_tick(
            callback, None, [(HOST, 4), ("127.0.0.2", 4)]
        )
    client = netuv.connect(**options)
    client.on("connection_attempt", lambda *_: netuv.next_tick(client._handle.close))
    client.on("error", lambda error: seen.append(error))
    client.on("close", seen.append)
    run()
    error, had_error = seen
    errors = error.errors if several else [error]
    assert [(e.code, e.syscall, e.address) for e in errors] == [("ECANCELED", "connect", HOST)]
    assert had_error is True


def test_a_connect_to_a_path_under_way_is_ecanceled(run: Run, short_path: Path) -> None:
    seen: list[Any] = []
    path = str(short_path / "none")
    client = netuv.connect(path)
    client._handle.close()
    client.on("error", lambda error: seen.append((error.code, error.address)))
    client.on("close", seen.append)
    run()
    assert seen == [("ECANCELED", path), True]


def test_the_counters_stay_what_they_were(run: Run) -> None:
    seen: list[Any] = []
    server = netuv.create_server(lambda served: (served.write("12345"), server.close()))

    def read(data: bytes) -> None:
        client._handle.close()
        seen.append((client.bytes_read, client.bytes_written))
        client.destroy()
        seen.append((client.bytes_read, client.bytes_written))

    server.listen(0)
    client = netuv.connect(port_of(server), HOST, lambda: client.write("abc"))
    client.on("data", read)
    run()
    assert seen == [(5, 3), (5, 3)]
    assert (client.bytes_read, client.bytes_written) == (5, 3)
