"""Every form and option of listen(), looked at from outside."""

from __future__ import annotations

import errno
import os
import socket
import stat
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from support import Run
from support.peers import HOST

import netuv
from netuv._native.binding import lib

needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="Linux alone has this")


def backlog_of(server: Any) -> int:
    """What the kernel has as a listening socket's backlog: tcpi_sacked."""
    with socket.socket(fileno=os.dup(server._handle.fd)) as raw:
        raw.setblocking(False)  # as it was: PyPy has it block
        info = raw.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 104)
    return int(struct.unpack_from("I", info, 28)[0])


def greeting(address: Any, family: int = socket.AF_INET) -> Callable[[], bytes]:
    """A raw client that is connected now; calling it gives what the server said."""
    peer = socket.socket(family)
    peer.settimeout(10)
    peer.connect(address)
    peer.shutdown(socket.SHUT_WR)

    def said() -> bytes:
        with peer:
            return peer.recv(100)

    return said


def greeter() -> netuv.Server:
    """Says hello to one connection."""
    server = netuv.create_server(lambda served: (served.end("hello"), server.close()))
    return server


def errors_of(run: Run, server: netuv.Server) -> list[Any]:
    """The errors that the server emits until the loop ends."""
    errors: list[Any] = []
    server.on("error", errors.append)
    run()
    return errors


@pytest.fixture
def bound() -> Iterator[socket.socket]:
    """A raw TCP socket, bound and not yet listening."""
    with socket.socket() as raw:
        raw.bind((HOST, 0))
        yield raw


# -- where to listen -----------------------------------------------------------------


FORMS: dict[str, Callable[[Any, Any], Any]] = {
    "nothing": lambda server, done: server.listen(done),
    "None": lambda server, done: server.listen(None, done),
    "port": lambda server, done: server.listen(0, done),
    "port as text": lambda server, done: server.listen("0", done),
    "port, host": lambda server, done: server.listen(0, HOST, done),
    "port, backlog": lambda server, done: server.listen(0, 9, done),
    "port, None, backlog": lambda server, done: server.listen(0, None, 9, done),
    "port, host, backlog": lambda server, done: server.listen(0, HOST, 9, done),
    "port=": lambda server, done: server.listen(port=0, callback=done),
    "port= as text": lambda server, done: server.listen(port="0x0", callback=done),
    "port=None": lambda server, done: server.listen(port=None, callback=done),
    "done, port=": lambda server, done: server.listen(done, port=0),
    "port=, host=, backlog=": lambda server, done: server.listen(
        done, port=0, host=HOST, backlog=9, exclusive=True
    ),
    "port, backlog=": lambda server, done: server.listen(0, backlog=9, callback=done),
    "port=, backlog=None": lambda server, done: server.listen(done, port=0, backlog=None),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_of_listen_on_a_port_listens_there(run: Run, form: str) -> None:
    server = greeter()
    said: list[Any] = []
    addresses: list[Any] = []

    def listening() -> None:
        addresses.append(server.address())
        if "backlog" in form and form != "port=, backlog=None":
            assert backlog_of(server) == 9
        else:
            assert backlog_of(server) == 511
        said.append(greeting((HOST, addresses[0].port)))

    assert FORMS[form](server, listening) is server
    run()
    assert said[0]() == b"hello"
    if "host" in form:
        assert addresses[0].address == HOST
    else:
        assert addresses[0].address == ("::" if socket.has_ipv6 else "0.0.0.0")


PATH_FORMS: dict[str, Callable[[Any, Any, Any], Any]] = {
    "path": lambda server, path, done: server.listen(path, done),
    "path, backlog": lambda server, path, done: server.listen(path, 9, done),
    "path=": lambda server, path, done: server.listen(path=path, callback=done),
    "done, path=": lambda server, path, done: server.listen(done, path=path, backlog=9),
}


@pytest.mark.parametrize("form", PATH_FORMS)
def test_a_form_of_listen_on_a_path_listens_there(run: Run, short_path: Path, form: str) -> None:
    server = greeter()
    path = str(short_path / "socket")
    said: list[Any] = []
    PATH_FORMS[form](
        server, path, lambda: said.append((server.address(), greeting(path, socket.AF_UNIX)))
    )
    run()
    assert said[0][0] == path
    assert server.address() is None
    assert said[0][1]() == b"hello"


@needs_linux
def test_an_abstract_name_has_no_file(run: Run, short_path: Path) -> None:
    name = f"\0{short_path}/abstract"
    server = greeter().listen(name)
    assert server.address() == name
    said = greeting(name, socket.AF_UNIX)
    assert not list(short_path.iterdir())
    run()
    assert said() == b"hello"
    with pytest.raises(ConnectionRefusedError):
        greeting(name, socket.AF_UNIX)


@needs_linux
def test_an_abstract_name_in_use_is_an_error(run: Run, short_path: Path) -> None:
    name = f"\0{short_path}/abstract"
    with socket.socket(socket.AF_UNIX) as other:
        other.bind(name)
        errors = errors_of(run, netuv.create_server().listen(name))
    assert [(error.code, error.address) for error in errors] == [("EADDRINUSE", name)]


def test_a_name_is_looked_up_first(run: Run) -> None:
    server = netuv.create_server()
    seen: list[Any] = []

    @server.on("listening")
    def _() -> None:
        seen.append(server.address())
        server.close()

    server.listen(port=0, host="localhost")
    assert server.address() is None
    assert not server.listening
    run()
    assert seen[0].address in ("127.0.0.1", "::1")


def test_a_listen_while_a_name_is_looked_up_goes_before_it(run: Run, short_path: Path) -> None:
    path = str(short_path / "socket")
    server = netuv.create_server()
    seen: list[Any] = []
    server.on("listening", lambda: (seen.append(server.address()), server.close()))
    server.listen(0, "localhost")
    server.listen(path)
    run()
    assert seen[0] == path
    assert seen[1].address in ("127.0.0.1", "::1")  # it was closed by then, and free
    assert len(seen) == 2


@pytest.mark.parametrize("host", ["localhost", HOST])
def test_close_while_a_name_is_looked_up_does_not_end_the_listening(run: Run, host: str) -> None:
    server = netuv.create_server()
    events: list[str] = []
    server.on("listening", lambda: (events.append("listening"), server.close()))
    server.on("close", lambda: events.append("close"))
    server.listen(0, host)
    server.close()
    run()
    assert events == ["close", "listening", "close"]


def test_two_names_that_are_looked_up_listen_on_the_first_answer_twice(run: Run) -> None:
    seen: list[Any] = []
    server = netuv.create_server()
    server.on("listening", lambda: seen.append(server.address()))
    server.listen(0, HOST, lambda: seen.append("first"))
    server.listen(0, "127.0.0.2", lambda: netuv.set_immediate(server.close))
    run()
    assert seen[0] == seen[2] and seen[0].address == HOST
    assert seen[1:2] == ["first"] and len(seen) == 3


def test_a_shutdown_while_a_name_is_looked_up_ends_it(run: Run) -> None:
    events: list[Any] = []
    server = netuv.create_server()
    server.on("listening", lambda: events.append("listening"))
    server.on("close", lambda: events.append("close"))
    server.listen(0, "localhost")
    server.shutdown(1000, lambda error, counts: events.append((error, *counts)))
    run()
    assert events == ["close", (None, 0, 0)]


def test_without_ipv6_it_is_all_of_ipv4(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    bind = netuv.TCP.bind

    def bind_ipv4(self: Any, address: str, port: int, **options: Any) -> None:
        if ":" in address:
            raise OSError(errno.EAFNOSUPPORT, "no IPv6 here")
        bind(self, address, port, **options)

    monkeypatch.setattr(netuv.TCP, "bind", bind_ipv4)
    server = greeter().listen(0)
    assert server.address().address == "0.0.0.0"
    said = greeting((HOST, server.address().port))
    run()
    assert said() == b"hello"


def test_port_goes_before_path(run: Run, short_path: Path) -> None:
    server = netuv.create_server().listen(path=str(short_path / "ignored"), port=0)
    assert server.address().port > 0
    assert not list(short_path.iterdir())
    server.close()
    run()


# -- handles and descriptors -----------------------------------------------------------


def test_a_bound_handle_is_listened_on(run: Run) -> None:
    handle = netuv.TCP()
    handle.bind(HOST, 0)
    server = greeter().listen(handle, 9)
    assert server.address() == handle.getsockname()
    assert backlog_of(server) == 9
    said = greeting((HOST, handle.getsockname().port))
    run()
    assert said() == b"hello"
    assert handle.fd == -1


def test_a_bound_pipe_is_listened_on(run: Run, short_path: Path) -> None:
    path = short_path / "socket"
    handle = netuv.Pipe()
    handle.bind(str(path))
    server = greeter().listen(handle)
    assert server.address() == str(path)
    said = greeting(str(path), socket.AF_UNIX)
    run()
    assert said() == b"hello"
    assert not path.exists()


def test_two_servers_on_one_handle_share_it_and_the_last_gets_the_connections(run: Run) -> None:
    first = netuv.create_server(lambda served: served.end("first"))
    first.listen(0)
    second = netuv.create_server(lambda served: (served.end("second"), second.close()))
    second.on("close", lambda: first.close())
    second.listen(first)
    assert second.address() == first.address()
    said = greeting((HOST, first.address().port))
    run()
    assert said() == b"second"


@pytest.mark.parametrize("name", ["_handle", "handle"])
def test_anything_with_a_handle_will_do(run: Run, name: str) -> None:
    handle = netuv.TCP()
    handle.bind(HOST, 0)
    server = greeter().listen(SimpleNamespace(**{name: handle}))
    said = greeting((HOST, server.address().port))
    run()
    assert said() == b"hello"


def test_a_connected_socket_cannot_listen(run: Run) -> None:
    events: list[Any] = []
    server = netuv.create_server(lambda served: (served.resume(), server.close())).listen(0)
    client = netuv.connect(server.address().port, HOST)

    @client.on("connect")
    def _() -> None:
        wrong = netuv.create_server()
        wrong.on("error", lambda error: events.append((error.code, error.syscall)))
        wrong.listen(client)

    client.on("error", lambda error: events.append((error.code, error.syscall)))
    run()
    assert events == [("EINVAL", "listen"), ("EINVAL", "read")]


@pytest.mark.parametrize("form", ["keyword", "object"])
def test_a_descriptor_is_taken_over(run: Run, bound: socket.socket, form: str) -> None:
    place = bound.getsockname()
    fd = bound.detach()
    server = greeter()
    if form == "keyword":
        server.listen(fd=fd, backlog=9)
    else:
        server.listen(SimpleNamespace(fd=fd), 9)
    assert (server.address().address, server.address().port) == place
    assert backlog_of(server) == 9
    said = greeting(place)
    run()
    assert said() == b"hello"
    with pytest.raises(OSError):
        os.fstat(fd)


def test_a_descriptor_goes_before_port_and_path(run: Run, bound: socket.socket) -> None:
    place = bound.getsockname()
    server = greeter().listen(fd=bound.detach(), port=0, path="/ignored")
    assert server.address().port == place[1]
    said = greeting(place)
    run()
    assert said() == b"hello"


def test_the_file_of_a_descriptor_stays(run: Run, short_path: Path) -> None:
    path = short_path / "socket"
    with socket.socket(socket.AF_UNIX) as raw:
        raw.bind(str(path))
        server = greeter().listen(fd=raw.detach())
    assert server.address() == str(path)
    said = greeting(str(path), socket.AF_UNIX)
    run()
    assert said() == b"hello"
    assert path.exists()


def test_a_negative_descriptor_is_none(run: Run) -> None:
    server = netuv.create_server().listen(fd=-1, port=0)
    assert server.address().port > 0
    server.close()
    run()


def test_what_cannot_listen_is_an_error_event(run: Run, tmp_path: Path) -> None:
    regular = os.open(tmp_path / "file", os.O_CREAT | os.O_RDWR)
    with socket.socket(type=socket.SOCK_DGRAM) as datagrams:
        for fd in (regular, datagrams.fileno(), 1 << 20):
            (error,) = errors_of(run, netuv.create_server().listen(fd=fd))
            assert (error.code, error.syscall) == ("EINVAL", "listen")
            assert str(error.strerror) == "listen EINVAL: invalid argument"
        assert datagrams.fileno() >= 0
    os.close(regular)  # it was left alone


def test_a_descriptor_that_fails_leaves_no_handle(loop: netuv.Loop, tmp_path: Path) -> None:
    server = netuv.create_server().listen(0)
    second = netuv.create_server()
    second.on("error", lambda error: (codes.append(error.code), server.close()))
    codes: list[str] = []
    second.listen(fd=server._handle.fd)  # libuv has it already
    loop.run()
    assert codes == ["EEXIST"]
    assert netuv.get_active_resources_info() == []
    assert lib.nuv_loop_alive(loop._core) == 0


def test_a_handle_of_another_loop_is_refused(loop: netuv.Loop) -> None:
    other = netuv.Loop()
    with other:
        handle = netuv.TCP()
    with pytest.raises(ValueError, match="another loop"):
        netuv.create_server().listen(handle)
    other.close()


# -- options -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "added"),
    [
        ({}, 0),
        ({"readable_all": True}, 0o444),
        ({"writable_all": True}, 0o222),
        ({"readable_all": True, "writable_all": True}, 0o666),
        ({"readable_all": False, "writable_all": None}, 0),
    ],
)
def test_the_mode_of_the_unix_socket(
    run: Run, short_path: Path, options: dict[str, Any], added: int
) -> None:
    path = short_path / "socket"
    before = os.umask(0o077)
    try:
        server = netuv.create_server().listen(path=str(path), **options)
        mode = stat.S_IMODE(path.stat().st_mode)
    finally:
        os.umask(before)
    assert mode == 0o700 | added
    server.close()
    run()
    assert not path.exists()


def test_the_mode_is_set_before_anybody_can_connect(
    run: Run, short_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    chmod, listen = netuv.Pipe.fchmod, netuv.Pipe.listen
    monkeypatch.setattr(
        netuv.Pipe, "fchmod", lambda self, mode: (calls.append("fchmod"), chmod(self, mode))
    )
    monkeypatch.setattr(
        netuv.Pipe, "listen", lambda self, *a, **k: (calls.append("listen"), listen(self, *a, **k))
    )
    server = netuv.create_server().listen(path=str(short_path / "s"), readable_all=True)
    server.close()
    run()
    assert calls == ["fchmod", "listen"]


class Signal:
    """What is an AbortSignal only by what it has."""

    def __init__(self, aborted: bool = False) -> None:
        self.aborted = aborted
        self.reason = "because"
        self.listeners: list[Any] = []

    def add_event_listener(self, event: str, listener: Any) -> None:
        assert event == "abort"
        self.listeners.append(listener)


def test_what_looks_like_a_signal_closes_the_server(run: Run) -> None:
    signal = Signal()
    events: list[str] = []
    server = netuv.create_server()
    server.on("close", lambda: events.append("close"))
    server.listen(port=0, signal=signal, callback=lambda: signal.listeners[0]())
    run()
    assert events == ["close"]


def test_what_looks_like_an_aborted_signal_closes_it_at_once(run: Run) -> None:
    events: list[str] = []
    server = netuv.create_server()
    server.on("listening", lambda: events.append("listening"))
    server.on("close", lambda: events.append("close"))
    server.listen(port=0, signal=Signal(aborted=True))
    run()
    assert events == ["close"]


def test_a_signal_closes_a_server_on_a_handle(run: Run) -> None:
    handle = netuv.TCP()
    handle.bind(HOST, 0)
    controller = netuv.AbortController()
    netuv.create_server().listen(handle, signal=controller.signal, callback=controller.abort)
    run()
    assert handle.fd == -1


# -- again and again -----------------------------------------------------------------------


def test_a_second_listen_is_refused_and_changes_nothing(run: Run) -> None:
    server = greeter().listen(0)
    events: list[str] = []
    with pytest.raises(netuv.StateError) as caught:
        server.listen(0, HOST, lambda: events.append("second"))
    assert caught.value.code == "ERR_SERVER_ALREADY_LISTEN"
    said = greeting((HOST, server.address().port))
    run()
    assert said() == b"hello"
    assert events == []


def test_listen_again_after_an_error_and_after_close(run: Run, bound: socket.socket) -> None:
    bound.listen()
    taken = bound.getsockname()[1]
    server = netuv.create_server()
    events: list[str] = []
    server.on("listening", lambda: (events.append("listening"), server.close()))

    @server.on("error")
    def _(error: Any) -> None:
        events.append(error.code)
        server.listen(0, HOST)

    @server.on("close")
    def _() -> None:
        events.append("close")
        if events.count("close") == 1:
            server.listen(0, HOST)

    server.listen(taken, HOST)
    run()
    assert events == ["EADDRINUSE", "listening", "close", "listening", "close"]


def test_the_manuals_retry_gets_the_port_once_it_is_free(run: Run, bound: socket.socket) -> None:
    bound.listen()
    number = bound.getsockname()[1]
    server = netuv.create_server()
    events: list[str] = []

    @server.on("error")
    def _(error: Any) -> None:
        events.append(error.code)
        if error.code == "EADDRINUSE":
            netuv.set_timeout(again, 1)

    def again() -> None:
        bound.close()
        server.close()
        server.listen(number, HOST)

    server.on("listening", lambda: (events.append(str(server.address().port)), server.close()))
    server.listen(number, HOST)
    run()
    assert events == ["EADDRINUSE", str(number)]


def test_close_leaves_a_path_that_another_process_has_bound_since(
    run: Run, short_path: Path
) -> None:
    path = str(short_path / "socket")
    server = netuv.create_server().listen(path)
    program = (
        "import os, socket, sys; os.unlink(sys.argv[1]); s = socket.socket(socket.AF_UNIX);"
        " s.bind(sys.argv[1]); s.listen(); print('bound', flush=True); s.accept()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, path], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"bound\n"
        server.close()
        run()
        assert os.path.exists(path)
        greeting(path, socket.AF_UNIX)()
    assert other.returncode == 0


def test_the_longest_path_there_can_be_works_and_one_more_byte_does_not(
    run: Run, short_path: Path
) -> None:
    longest = 107 if sys.platform == "linux" else 103
    path = str(short_path / "x")
    path += "x" * (longest - len(path))
    server = netuv.create_server().listen(path)
    assert os.path.exists(path)
    server.close()
    (error,) = errors_of(run, netuv.create_server().listen(path + "x"))
    assert (error.code, error.syscall, error.address) == ("ENAMETOOLONG", "listen", path + "x")
    assert not list(short_path.iterdir())


@needs_linux
def test_an_abstract_name_has_one_byte_more(run: Run) -> None:
    server = netuv.create_server().listen("\0" + "n" * 107)
    assert server.listening
    server.close()
    (error,) = errors_of(run, netuv.create_server().listen("\0" + "n" * 108))
    assert error.code == "ENAMETOOLONG"
