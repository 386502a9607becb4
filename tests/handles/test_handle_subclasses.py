"""Subclasses of TCP and Pipe, methods replaced on handles, and the Socket that uses them."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

import pytest
from support import Run
from support.peers import HOST, place_of

import netuv


def serve(listener: Callable[[Any], Any]) -> tuple[netuv.Server, int]:
    """A server that listens already, and its port."""
    handle = netuv.TCP()
    handle.bind(HOST, 0)
    server = netuv.create_server(listener).listen(handle)
    return server, handle.getsockname().port


class Loud(netuv.TCP):
    """Writes in capitals, and counts what it is asked for."""

    calls: list[str]

    def write(self, data: Any, callback: Any = None) -> bool:
        chunks = [data] if isinstance(data, bytes) else data
        return super().write([bytes(chunk).upper() for chunk in chunks], callback)

    def read_start(self, on_read: Any = None) -> None:
        self.calls.append("read_start")
        super().read_start(on_read)

    def set_no_delay(self, on: bool = True) -> None:
        self.calls.append(f"no_delay {on}")
        super().set_no_delay(on)

    def set_keep_alive(self, on: bool, seconds: int = 0) -> None:
        self.calls.append(f"keep_alive {on} {seconds}")
        super().set_keep_alive(on, seconds)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    made: list[str] = []
    monkeypatch.setattr(Loud, "calls", made, raising=False)
    return made


def test_a_server_on_a_subclass_accepts_sockets_that_use_it(run: Run, calls: list[str]) -> None:
    handle = Loud()
    handle.bind(HOST, 0)
    server = netuv.create_server(
        lambda served: (served.end("shout"), server.close()),
        no_delay=True,
        keep_alive=True,
        keep_alive_initial_delay=3000,
    )
    server.listen(handle)
    got: list[bytes] = []
    client = netuv.connect(server.address().port, HOST)
    client.on("data", got.append)
    run()
    assert got == [b"SHOUT"]
    assert calls == ["no_delay True", "keep_alive True 3", "read_start"]


def test_a_fast_write_of_an_accepted_socket_goes_to_its_subclass(
    run: Run, calls: list[str]
) -> None:
    handle = Loud()
    handle.bind(HOST, 0)
    server = netuv.create_server(lambda served: (served.write(b"shout"), served.end()))
    server.listen(handle)
    got: list[bytes] = []
    client = netuv.connect(server.address().port, HOST)
    client.on("data", got.append).on("close", lambda *_: server.close())
    run()
    assert got == [b"SHOUT"]


def test_a_socket_connects_with_the_handle_it_was_given(run: Run, calls: list[str]) -> None:
    got: list[bytes] = []
    server, port = serve(lambda served: served.on("data", got.append))
    handle = Loud()
    client = netuv.Socket(handle=handle)
    assert client._handle is handle
    client.connect(port, HOST)
    client.on("connect", lambda: (client.write(b"quiet"), client.set_no_delay(), client.end()))
    client.on("close", lambda *_: server.close())
    run()
    assert got == [b"QUIET"]
    assert calls == ["read_start", "no_delay True", "read_start"]  # the first: not connected yet


def test_connect_takes_the_handle_to_connect_with(run: Run, calls: list[str]) -> None:
    got: list[bytes] = []
    server, port = serve(lambda served: served.on("data", got.append))
    client = netuv.connect(port, HOST, handle=Loud())
    client.end(b"quiet")
    client.on("close", lambda *_: server.close())
    run()
    assert got == [b"QUIET"]


def test_a_connected_handle_becomes_a_socket(run: Run) -> None:
    server, port = serve(lambda served: served.pipe(served))
    handle = netuv.TCP()
    got: list[bytes] = []

    def connected() -> None:
        client = netuv.Socket(handle=handle)
        client.on("data", lambda data: (got.append(data), client.end()))
        client.on("close", lambda *_: server.close())
        client.write("hello")

    handle.connect(HOST, port, connected)
    run()
    assert got == [b"hello"]


@pytest.mark.parametrize("what", ["closed", "a socket's", "no handle"])
def test_a_socket_refuses_a_handle_it_cannot_use(run: Run, port: int, what: str) -> None:
    handle: Any = "handle"
    if what == "closed":
        handle = netuv.TCP()
        handle.close()
    elif what == "a socket's":
        handle = netuv.TCP()
        netuv.Socket(handle=handle)
    with pytest.raises((TypeError, ValueError)) as caught:
        netuv.Socket(handle=handle)  # type: ignore[arg-type]
    error: Any = caught.value
    wanted = "ERR_INVALID_ARG_TYPE" if what == "no handle" else "ERR_INVALID_ARG_VALUE"
    assert error.code == wanted


def test_a_socket_s_handle_takes_no_callbacks_of_others(run: Run, peer: Any) -> None:
    handle, _ = peer
    socket_of_it = netuv.Socket(handle=handle)
    with pytest.raises(netuv.StateError) as caught:
        handle.read_start(print)
    error: Any = caught.value
    assert error.code == "ERR_HANDLE_IN_USE"
    socket_of_it.destroy()
    run()


@pytest.fixture
def pair(run: Run, peer: Any) -> Iterator[tuple[netuv.Socket, socket.socket]]:
    """A connected Socket and the raw socket at its other end."""
    handle, other = peer
    made = netuv.Socket(handle=handle)
    yield made, other
    made.destroy()
    run()


def test_write_replaced_on_an_open_socket_s_handle_is_called(pair: Any) -> None:
    subject, other = pair
    seen: list[Any] = []
    original = subject._handle.write
    assert subject.write(b"before ")

    def spy(data: Any, callback: Any = None) -> bool:
        seen.append(list(data))
        written: bool = original(data, callback)
        return written

    subject._handle.write = spy
    assert subject.write(b"during ")
    assert subject.write(b"it ")
    del subject._handle.write
    assert subject.write(b"after")
    assert seen == [[b"during "], [b"it "]]
    assert other.recv(100) == b"before during it after"


def test_write_replaced_before_the_connection_is_called_after_it(run: Run) -> None:
    seen: list[Any] = []
    server, port = serve(lambda served: (served.resume(), served.end()))
    client = netuv.connect(port, HOST)
    original = client._handle.write
    client._handle.write = lambda data: (seen.append(list(data)), original(data))[1]
    client.on("connect", lambda: (client.write(b"fast"), client.end()))
    client.on("close", lambda *_: server.close())
    run()
    assert seen == [[b"fast"]]


@pytest.mark.parametrize(
    "name, call",
    [
        ("set_no_delay", lambda s: s.set_no_delay(True)),
        ("set_keep_alive", lambda s: s.set_keep_alive(True, 5000)),
        ("ref", lambda s: s.ref()),
        ("unref", lambda s: s.unref()),
        ("set_timeout", lambda s: s.set_timeout(50)),
        ("getsockname", lambda s: s.local_port),
        ("getpeername", lambda s: s.remote_port),
        ("read_stop", lambda s: None),
        ("shutdown", lambda s: s.end()),
        ("close", lambda s: s.destroy()),
        ("reset", lambda s: s.reset_and_destroy()),
    ],
)
def test_a_method_replaced_on_a_handle_is_the_one_its_socket_calls(
    pair: Any, name: str, call: Callable[[Any], Any]
) -> None:
    subject, _ = pair
    handle = subject._handle
    seen: list[Any] = []
    original = getattr(handle, name)

    def spy(*arguments: Any) -> Any:
        seen.append(arguments)
        return original(*arguments)

    setattr(handle, name, spy)
    call(subject)
    if name == "read_stop":
        subject.pause()
        subject.push(bytes(1 << 20))
        subject._handle_data(b"above the mark")
    assert len(seen) == 1


def test_a_subclass_can_put_itself_between_the_wire_and_its_socket(run: Run) -> None:
    class Reversed(netuv.TCP):
        def set_sink(self, sink: Any) -> None:
            super().set_sink(lambda data: sink(data[::-1]))

    handle = Reversed()
    handle.bind(HOST, 0)
    got: list[bytes] = []
    server = netuv.create_server(lambda served: served.on("data", got.append))
    server.listen(handle)
    client = netuv.connect(server.address().port, HOST)
    client.end(b"abc")
    client.on("close", lambda *_: server.close())
    run()
    assert got == [b"cba"]


class Refused(Exception):
    """What a callback raises."""


def refuse(*_: Any) -> None:
    raise Refused


class Forgetful(netuv.TCP):
    def __init__(self, loop: Any = None, *, accepted: Any = None) -> None:
        if accepted is None:
            super().__init__(loop)


class Afresh(netuv.TCP):
    made: list[netuv.TCP] = []

    def __init__(self, loop: Any = None, *, accepted: Any = None) -> None:
        super().__init__(loop)
        self.made.append(self)


class Elsewhere(netuv.TCP):
    def __new__(cls, loop: Any = None, *, accepted: Any = None) -> Any:
        return object.__new__(cls) if accepted is None else None


@pytest.mark.parametrize("kind", [Forgetful, Afresh, Elsewhere])
def test_a_connection_that_a_subclass_does_not_take_is_dropped_with_an_error(
    run: Run, kind: Any, monkeypatch: Any
) -> None:
    made: list[netuv.TCP] = []
    monkeypatch.setattr(Afresh, "made", made)
    handle = kind()
    handle.bind(HOST, 0)
    reported: list[Any] = []
    server = netuv.create_server(refuse).on("error", reported.append).listen(handle)
    with socket.create_connection(place_of(handle)) as raw:
        server.on("error", lambda _: server.close())
        run()
        raw.settimeout(10)
        assert raw.recv(1) == b""
    assert [error.code for error in reported] == ["ERR_INVALID_ARG_VALUE"]
    for one in made:
        one.close()


def test_a_subclass_that_cannot_be_made_drops_the_connection(run: Run) -> None:
    class Broken(netuv.TCP):
        def __init__(self, loop: Any = None, *, accepted: Any = None) -> None:
            if accepted is not None:
                raise Refused
            super().__init__(loop)

    handle = Broken()
    handle.bind(HOST, 0)
    handle.listen(5, refuse)
    with socket.create_connection(place_of(handle)) as raw:
        pytest.raises(Refused, run)
        handle.close()
        run()
        raw.settimeout(10)
        assert raw.recv(1) == b""


class Registry:
    """A mixin as many are: its hook asks no other one."""

    known: ClassVar[list[type]] = []

    def __init_subclass__(cls) -> None:
        cls.known.append(cls)


class Registered(Registry, netuv.TCP):
    written: ClassVar[list[Any]] = []

    def write(self, data: Any, callback: Any = None) -> bool:
        self.written.append(data)
        return super().write(data, callback)


def test_a_mixin_does_not_keep_an_overridden_method_from_being_called(run: Run) -> None:
    server, port = serve(lambda served: (served.resume(), served.end()))
    client = netuv.Socket(handle=Registered()).connect(port, HOST)
    client.on("connect", lambda: (client.write(b"seen"), client.end()))
    client.on("close", lambda *_: server.close())
    run()
    assert Registered.written == [[b"seen"]]


def test_a_handle_closes_though_its_owner_was_set_by_hand(run: Run) -> None:
    handle = netuv.TCP()
    handle.owner = object()
    handle.close()
    run()
    assert handle.closed
