"""TCP and Pipe used alone, and the Socket that uses what somebody made of them."""

from __future__ import annotations

import errno
import os
import socket
import sys
import threading
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable

import pytest
from support import Run
from support.peers import HOST, tcp_pair

import netuv

BIG = bytes(range(256)) * (16 << 10)  # 4 MiB: more than the kernel takes at once


def listening(kind: type, place: tuple[Any, ...], accepted: Callable[[Any], Any]) -> Any:
    """A listener that passes the handles it accepts on."""

    def on_connection(error: Any, handle: Any) -> None:
        assert error is None
        accepted(handle)

    listener = kind()
    listener.bind(*place)
    listener.listen(16, on_connection)
    return listener


def place_of(listener: Any) -> tuple[Any, ...]:
    """What ``connect`` takes to get there."""
    name = listener.getsockname()
    return (name,) if isinstance(name, str) else (name.address, name.port)


def echo(handle: Any) -> None:
    """Sends back what comes until the end, then ends."""

    def on_read(error: Any, data: Any) -> None:
        assert error is None
        if data is None:
            handle.shutdown(lambda error: handle.close())
        else:
            handle.write(data)

    handle.read_start(on_read)


@pytest.fixture(params=["TCP", "Pipe"])
def kind(request: pytest.FixtureRequest) -> type:
    found: type = getattr(netuv, request.param)
    return found


@pytest.fixture
def place(kind: type, short_path: Path) -> tuple[Any, ...]:
    """Where a handle of that kind is bound to."""
    return (HOST, 0) if kind is netuv.TCP else (str(short_path / "socket"),)


@pytest.fixture
def peer(run: Run) -> Iterator[tuple[netuv.TCP, socket.socket]]:
    """A connected handle, and the raw socket at its other end."""
    handle, other = tcp_pair(run)
    with other:
        yield handle, other


def serve(listener: Callable[[Any], Any]) -> tuple[netuv.Server, int]:
    """A server that listens already, and its port."""
    handle = netuv.TCP()
    handle.bind(HOST, 0)
    server = netuv.create_server(listener).listen(handle)
    return server, handle.getsockname().port


def error_of(action: Callable[[], Any], expected: type[BaseException] = OSError) -> Any:
    with pytest.raises(expected) as caught:
        action()
    return caught.value


# -- a server and a client of handles alone ------------------------------------------------


def test_an_echo_server_and_client_need_no_socket(run: Run, kind: type, place: Any) -> None:
    listener = listening(kind, place, echo)
    client = kind()
    got: list[bytes] = []

    def on_connect(error: Any) -> None:
        assert error is None
        listener.close()
        client.read_start(on_read)
        client.write(BIG, lambda error: client.shutdown())

    def on_read(error: Any, data: Any) -> None:
        assert error is None
        if data is None:
            client.close()
        else:
            got.append(data)

    client.connect(*place_of(listener), on_connect)
    run()
    assert b"".join(got) == BIG
    assert listener.closed and client.closed


def test_an_accepted_handle_reads_nothing_before_read_start(run: Run) -> None:
    trace: list[Any] = []

    def accepted(handle: Any) -> None:
        trace.append(handle.reading)
        netuv.set_timeout(read, 20, handle)

    def read(handle: Any) -> None:
        trace.append("reads")
        handle.read_start(on_read)

    def on_read(error: Any, data: Any) -> None:
        trace.append(data)
        if data is None:
            listener.close()

    listener = listening(netuv.TCP, (HOST, 0), accepted)
    with socket.create_connection(place_of(listener)) as raw:
        raw.sendall(b"early")
        raw.shutdown(socket.SHUT_WR)
        run()
    assert trace == [False, "reads", b"early", None]


def test_a_half_closed_handle_still_writes(run: Run) -> None:
    def accepted(handle: Any) -> None:
        def on_read(error: Any, data: Any) -> None:
            if data is None:
                netuv.next_tick(handle.write, [b"after ", b"the end"])
                netuv.next_tick(handle.shutdown, lambda: handle.close())

        handle.read_start(on_read)

    listener = listening(netuv.TCP, (HOST, 0), accepted)
    client = netuv.TCP()
    got: list[Any] = []
    client.connect(*place_of(listener), lambda: (client.read_start(on_read), client.shutdown()))

    def on_read(error: Any, data: Any) -> None:
        got.append(data)
        if data is None:
            client.close()
            listener.close()

    run()
    assert b"".join(got[:-1]) == b"after the end"
    assert got[-1] is None


def test_a_callback_may_take_no_argument_where_all_is_well(run: Run) -> None:
    told: list[str] = []

    def accepted(handle: Any) -> None:
        handle.read_start(lambda error, data: None if data else handle.close())
        listener.close()

    listener = listening(netuv.TCP, (HOST, 0), accepted)
    client = netuv.TCP()

    def on_connect() -> None:
        told.append("connect")
        client.write(b"x", lambda: told.append("written"))
        client.shutdown(lambda: (told.append("shutdown"), client.close()))

    client.connect(*place_of(listener), on_connect)
    run()
    assert told == ["connect", "written", "shutdown"]


# -- writing -------------------------------------------------------------------------------


def test_callbacks_of_writes_come_in_their_order_once_they_are_out(run: Run, peer: Any) -> None:
    handle, other = peer
    told: list[Any] = []
    queued = [
        not handle.write(BIG, lambda error: told.append(("big", error))),
        not handle.write(bytearray(BIG), lambda error: told.append(("copy", error))),
        not handle.write([b"one", b"two"], lambda error: told.append(("list", error))),
    ]
    assert queued == [True, True, True]
    assert handle.write_queue_size > 0
    got = bytearray()

    def receive() -> None:
        while len(got) < 2 * len(BIG) + 6:
            got.extend(other.recv(1 << 20))

    thread = threading.Thread(target=receive)
    thread.start()
    run()
    thread.join()
    assert got == BIG + BIG + b"onetwo"
    assert told == [("big", None), ("copy", None), ("list", None)]
    handle.close()


def test_the_callback_of_a_write_the_kernel_took_comes_after_the_call(run: Run, peer: Any) -> None:
    handle, other = peer
    told: list[Any] = []
    assert handle.write(memoryview(b"at "), told.append)
    assert handle.write([array("B", b"on"), memoryview(b"c-e-")[::2]], told.append)
    assert told == []
    run()
    assert told == [None, None]
    assert other.recv(10) == b"at once"
    assert (handle.bytes_written, handle.write_queue_size) == (7, 0)
    handle.close()


def what_comes_out(run: Run, other: Any) -> bytearray:
    """As many bytes as BIG has, received by another thread while the loop runs."""
    got = bytearray()

    def receive() -> None:
        while len(got) < len(BIG):
            got.extend(other.recv(1 << 20) or bytes(len(BIG)))

    thread = threading.Thread(target=receive)
    thread.start()
    run()
    thread.join()
    return got


def test_what_is_forgotten_after_write_still_goes_out(run: Run, peer: Any) -> None:
    handle, other = peer
    assert not handle.write(bytes(bytearray(BIG)))  # nobody else has these bytes
    in_its_place = [b"\xff" * len(BIG) for _ in range(4)]
    assert what_comes_out(run, other) == BIG
    assert in_its_place
    handle.close()


def test_what_is_overwritten_after_write_goes_out_as_it_was(run: Run, peer: Any) -> None:
    handle, other = peer
    data = bytearray(BIG)
    assert not handle.write(data)
    data[:] = bytes(len(data))
    assert what_comes_out(run, other) == BIG
    handle.close()


@pytest.mark.parametrize("data", ["text", 7, None, [b"x", "text"]])
def test_what_is_no_bytes_is_refused(peer: Any, data: Any) -> None:
    handle, _ = peer
    error = error_of(lambda: handle.write(data), TypeError)
    assert error.code == "ERR_INVALID_ARG_TYPE"
    handle.close()


def test_closing_cancels_what_is_queued_and_calls_back_in_order(run: Run, peer: Any) -> None:
    handle, _ = peer
    told: list[Any] = []
    handle.write(8 * BIG, lambda error: told.append(("first", error.code, error.syscall)))
    handle.write(b"x", lambda error: told.append(("second", error.code, error.syscall)))
    handle.shutdown(lambda error: told.append(("shutdown", error.code, error.syscall)))
    handle.close(lambda: told.append("closed"))
    assert told == []
    run()
    assert told == [
        ("first", "ECANCELED", "write"),
        ("second", "ECANCELED", "write"),
        ("shutdown", "ECANCELED", "shutdown"),
        "closed",
    ]


def test_closing_while_connecting_calls_back_with_an_error(run: Run, port: int) -> None:
    handle = netuv.TCP()
    told: list[Any] = []
    handle.connect(HOST, port, lambda error: told.append((error.code, error.syscall, error.port)))
    handle.close()
    run()
    assert told == [("ECANCELED", "connect", port)]


# -- errors --------------------------------------------------------------------------------


def test_a_refused_connection_is_an_error_with_where(run: Run, port: int) -> None:
    handle = netuv.TCP()
    told: list[Any] = []
    handle.connect(HOST, port, told.append)
    run()
    (error,) = told
    assert isinstance(error, ConnectionRefusedError)
    where = (error.code, error.syscall, error.address, error.port)
    assert where == ("ECONNREFUSED", "connect", HOST, port)
    assert error.strerror == f"connect ECONNREFUSED {HOST}:{port}"
    handle.close()


def test_a_path_nobody_bound_is_an_error_with_where(run: Run, short_path: Path) -> None:
    handle = netuv.Pipe()
    told: list[Any] = []
    handle.connect(short_path / "nobody", told.append)
    run()
    (error,) = told
    assert isinstance(error, FileNotFoundError)
    assert (error.code, error.syscall) == ("ENOENT", "connect")
    assert error.address == str(short_path / "nobody")
    handle.close()


def test_a_failed_connect_without_a_callback_comes_out_of_run(run: Run, port: int) -> None:
    handle = netuv.TCP()
    handle.connect(HOST, port)
    error = error_of(run, ConnectionRefusedError)
    assert error.port == port
    handle.close()


def test_a_bad_bind_says_where(loop: netuv.Loop) -> None:
    handle = netuv.TCP()
    error = error_of(lambda: handle.bind("203.0.113.7", 80))
    found = (error.code, error.syscall, error.address, error.port)
    assert found == ("EADDRNOTAVAIL", "bind", "203.0.113.7", 80)


WRONG: dict[str, tuple[Callable[[], Any], type[BaseException], str]] = {
    "a name": (lambda: netuv.TCP().bind("localhost", 0), OSError, "EINVAL"),
    "a name to connect to": (lambda: netuv.TCP().connect("localhost", 1), OSError, "EINVAL"),
    "an address that is none": (
        lambda: netuv.TCP().bind(7, 0),  # type: ignore[arg-type]
        TypeError,
        "ERR_INVALID_ARG_TYPE",
    ),
    "a port too high": (lambda: netuv.TCP().bind(HOST, 65536), ValueError, "ERR_SOCKET_BAD_PORT"),
    "a port that is none": (
        lambda: netuv.TCP().connect(HOST, None),  # type: ignore[arg-type]
        ValueError,
        "ERR_SOCKET_BAD_PORT",
    ),
    "a long path": (lambda: netuv.Pipe().bind("/tmp/" + "x" * 200), OSError, "ENAMETOOLONG"),
    "listen without a callback": (
        lambda: netuv.TCP().listen(5),
        TypeError,
        "ERR_INVALID_ARG_TYPE",
    ),
    "read_start without a callback": (
        lambda: netuv.TCP().read_start(),
        TypeError,
        "ERR_INVALID_ARG_TYPE",
    ),
    "a callback that is none": (
        lambda: netuv.TCP().connect(HOST, 1, "done"),  # type: ignore[arg-type]
        TypeError,
        "ERR_INVALID_ARG_TYPE",
    ),
    "reading unconnected": (lambda: netuv.TCP().read_start(print), OSError, "ENOTCONN"),
    "shutdown unconnected": (lambda: netuv.TCP().shutdown(), OSError, "ENOTCONN"),
    "a write unconnected": (lambda: netuv.TCP().write(b"x"), OSError, "EBADF"),
    "the name of nothing": (lambda: netuv.TCP().getsockname(), OSError, "EBADF"),
    "a reset pipe": (lambda: netuv.Pipe().reset(), OSError, "EINVAL"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_call_raises_at_once_with_its_code(loop: netuv.Loop, what: str) -> None:
    call, kind, code = WRONG[what]
    assert error_of(call, kind).code == code


def test_a_second_connect_leaves_the_first_its_callback(run: Run) -> None:
    listener = listening(netuv.TCP, (HOST, 0), lambda handle: (handle.close(), listener.close()))
    client = netuv.TCP()
    told: list[str] = []
    client.connect(*place_of(listener), lambda: (told.append("first"), client.close()))
    error = error_of(lambda: client.connect(*place_of(listener), lambda: told.append("second")))
    assert error.code == "EALREADY"
    run()
    assert told == ["first"]


def test_a_reset_is_what_the_peer_sees(run: Run) -> None:
    told: list[Any] = []

    def accepted(handle: Any) -> None:
        def on_read(error: Any, data: Any) -> None:
            told.append((error.code, error.syscall, data))
            handle.close()
            listener.close()

        handle.read_start(on_read)
        client.reset(lambda: told.append("reset"))

    listener = listening(netuv.TCP, (HOST, 0), accepted)
    client = netuv.TCP()
    client.connect(*place_of(listener))
    run()
    assert told == ["reset", ("ECONNRESET", "read", None)]


USES: dict[str, Callable[[Any], Any]] = {
    "read": lambda handle: handle.read_start(print),
    "write": lambda handle: handle.write(b"x"),
    "shutdown": lambda handle: handle.shutdown(),
    "listen": lambda handle: handle.listen(5, print),
    "connect": lambda handle: handle.connect(HOST, 1),
    "bind": lambda handle: handle.bind(HOST, 0),
    "getsockname": lambda handle: handle.getsockname(),
    "getpeername": lambda handle: handle.getpeername(),
    "setNoDelay": lambda handle: handle.set_no_delay(True),
    "setKeepAlive": lambda handle: handle.set_keep_alive(True, 1),
    "reset": lambda handle: handle.reset(),
    "setTimeout": lambda handle: handle.set_timeout(5),
    "open": lambda handle: handle.open(0),
}


@pytest.mark.parametrize("syscall", USES)
@pytest.mark.parametrize("later", [False, True], ids=["at once", "once it is gone"])
def test_a_closed_handle_refuses_use(run: Run, syscall: str, later: bool) -> None:
    handle = netuv.TCP()
    handle.close()
    if later:
        run()
    error = error_of(lambda: USES[syscall](handle))
    assert (error.code, error.syscall, error.errno) == ("EBADF", syscall, errno.EBADF)
    assert "the handle is closed" in str(error)


def test_a_closed_handle_answers_what_can_be_asked(run: Run) -> None:
    handle = netuv.TCP()
    assert not handle.closed
    handle.close()
    called: list[str] = []
    handle.close(lambda: called.append("again"))
    run()
    assert (handle.closed, handle.fd, handle.fileno(), handle.has_ref()) == (True, -1, -1, False)
    assert called == []
    assert repr(handle) == "<TCP closed>"


def test_another_thread_is_refused(run: Run, peer: Any) -> None:
    handle, _ = peer
    uses = dict(USES, close=lambda h: h.close(), fd=lambda h: h.fd, read=lambda h: h.bytes_read)
    uses.update(ref=lambda h: h.ref(), unref=lambda h: h.unref(), has_ref=lambda h: h.has_ref())
    codes: dict[str, Any] = {}

    def elsewhere() -> None:
        for name, use in uses.items():
            try:
                use(handle)
            except netuv.StateError as error:
                codes[name] = error.code

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert codes == dict.fromkeys(uses, "ERR_WRONG_THREAD")
    assert not handle.closed
    handle.close()


# -- callbacks that raise or close --------------------------------------------------------


class Mine(Exception):
    """What a callback raises."""


def raise_mine(*_: Any) -> None:
    raise Mine


def test_what_a_callback_raises_comes_out_of_run(run: Run) -> None:
    accepted: list[Any] = []

    def on_connection(error: Any, handle: Any) -> None:
        accepted.append(handle)
        raise Mine

    listener = netuv.TCP()
    listener.bind(HOST, 0)
    listener.listen(5, on_connection)
    client = netuv.TCP()
    client.connect(*place_of(listener), raise_mine)
    for _ in range(2):
        pytest.raises(Mine, run)
    (served,) = accepted
    served.read_start(raise_mine)
    client.write(b"x", raise_mine)
    client.shutdown(raise_mine)
    for _ in range(4):  # written, shutdown; read: a chunk, the end
        pytest.raises(Mine, run)
    client.close(raise_mine)
    pytest.raises(Mine, run)
    served.close()
    listener.close()
    run()


def test_a_handle_may_be_closed_in_each_of_its_callbacks(run: Run) -> None:
    told: list[str] = []

    def accepted(handle: Any) -> None:
        told.append("connection")
        listener.close()

        def on_read(error: Any, data: Any) -> None:
            told.append("read")
            handle.close()

        handle.read_start(on_read)

    def written(error: Any) -> None:
        told.append("written")
        client.close(lambda: told.append("closed"))

    listener = listening(netuv.TCP, (HOST, 0), accepted)
    client = netuv.TCP()
    client.connect(*place_of(listener), lambda: client.write(b"x", written))
    run()
    assert sorted(told) == ["closed", "connection", "read", "written"]


def test_nothing_is_read_after_a_close_in_the_middle_of_reading(run: Run, peer: Any) -> None:
    handle, other = peer
    got: list[Any] = []

    def on_read(error: Any, data: Any) -> None:
        got.append(data)
        handle.close()

    other.sendall(BIG[: 1 << 19])
    other.shutdown(socket.SHUT_WR)
    handle.read_start(on_read)
    run()
    assert len(got) == 1


def test_a_stopped_handle_reads_on_where_it_was(run: Run, peer: Any) -> None:
    handle, other = peer
    got: list[Any] = []

    def on_read(error: Any, data: Any) -> None:
        got.append(data)
        if data is None:
            handle.close()
            return
        handle.read_stop()
        assert not handle.reading
        netuv.set_immediate(handle.read_start)

    other.sendall(BIG[: 1 << 18])
    other.shutdown(socket.SHUT_WR)
    handle.read_start(on_read)
    run()
    assert b"".join(got[:-1]) == BIG[: 1 << 18]
    assert got[-1] is None


def test_silence_calls_the_timeout_s_callback(run: Run, peer: Any) -> None:
    handle, _ = peer
    told: list[str] = []
    handle.read_start(lambda error, data: None)
    handle.set_timeout(5, lambda: (told.append("timeout"), handle.close()))
    run()
    assert told == ["timeout"]


def test_connections_above_the_limit_are_closed(run: Run) -> None:
    accepted: list[Any] = []
    listener = listening(netuv.TCP, (HOST, 0), accepted.append)
    listener.set_max_connections(1)
    first = socket.create_connection(place_of(listener))
    second = socket.create_connection(place_of(listener))
    with first, second:
        second.settimeout(10)
        while not accepted:
            listener.loop.run_once()
        listener.loop.run_nowait()
        listener.close()
        run()
        assert second.recv(1) == b""
        assert len(accepted) == 1
        accepted[0].close()


def test_inside_asyncio_handles_need_no_run() -> None:
    import asyncio

    async def main() -> list[Any]:
        told: list[Any] = []
        done = asyncio.get_running_loop().create_future()
        listener = listening(netuv.TCP, (HOST, 0), lambda handle: (echo(handle), listener.close()))
        client = netuv.TCP()

        def on_read(error: Any, data: Any) -> None:
            told.append(data)
            if data is None:
                client.close(lambda: done.set_result(told))

        def on_connect() -> None:
            client.read_start(on_read)
            client.write(b"told", lambda: client.shutdown())

        client.connect(*place_of(listener), on_connect)
        await asyncio.wait_for(done, 20)
        return told

    assert asyncio.run(main()) == [b"told", None]


# -- descriptors, names, options ------------------------------------------------------------


def test_names_and_descriptors_are_the_system_s(run: Run) -> None:
    accepted: list[Any] = []
    listener = listening(netuv.TCP, (HOST, 0), accepted.append)
    assert listener.fd >= 0 and listener.fileno() == listener.fd
    with socket.create_connection(place_of(listener)) as raw:
        while not accepted:
            listener.loop.run_once()
        (served,) = accepted
        assert tuple(served.getpeername()) == (HOST, "IPv4", raw.getsockname()[1])
        assert served.getsockname() == listener.getsockname()
        with socket.socket(fileno=os.dup(served.fd)) as duplicate:
            duplicate.setblocking(False)  # as it was: PyPy has it block
            served.set_no_delay()
            served.set_keep_alive(True, 7)
            assert duplicate.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            assert duplicate.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
            if sys.platform == "linux":
                assert duplicate.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) == 7
        served.close()
    listener.close()
    run()


def test_a_descriptor_can_be_taken_over(run: Run) -> None:
    ours, theirs = socket.socketpair()
    with theirs:
        handle = netuv.Pipe()
        handle.open(ours.detach())
        handle.write(b"over")
        assert theirs.recv(10) == b"over"
        handle.close()
        run()
        assert theirs.recv(10) == b""


def test_a_descriptor_of_another_kind_is_refused(loop: netuv.Loop, tmp_path: Path) -> None:
    with open(tmp_path / "file", "wb") as file, socket.socket(type=socket.SOCK_DGRAM) as udp:
        with socket.socket() as tcp:
            for handle, fd in (
                (netuv.Pipe(), file.fileno()),
                (netuv.TCP(), file.fileno()),
                (netuv.TCP(), udp.fileno()),
                (netuv.Pipe(), tcp.fileno()),
            ):
                error = error_of(lambda handle=handle, fd=fd: handle.open(fd))  # type: ignore[misc]
                assert (error.code, error.syscall) == ("EINVAL", "open")
    assert error_of(lambda: netuv.TCP().open(-1)).code == "EBADF"
    assert error_of(lambda: netuv.TCP().open("0"), TypeError).code == "ERR_INVALID_ARG_TYPE"


def test_an_unreferenced_handle_lets_the_loop_end(run: Run) -> None:
    listener = listening(netuv.TCP, (HOST, 0), lambda handle: None)
    assert listener.has_ref()
    listener.unref()
    assert not listener.has_ref()
    run()
    listener.ref()
    assert listener.has_ref()
    listener.close()


def test_a_pipe_s_file_goes_with_its_listener(run: Run, short_path: Path) -> None:
    path = short_path / "socket"
    listener = listening(netuv.Pipe, (path,), lambda handle: None)
    assert listener.getsockname() == str(path)
    listener.fchmod(netuv.Pipe.READABLE | netuv.Pipe.WRITABLE)
    assert path.stat().st_mode & 0o666 == 0o666
    listener.close()
    assert not path.exists()


def opened_elsewhere(path: Path) -> netuv.Pipe:
    """A handle of a socket that somebody else has bound."""
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(path))
        pipe = netuv.Pipe()
        pipe.open(bound.detach())
    return pipe


def bound_here(path: Path) -> netuv.Pipe:
    pipe = netuv.Pipe()
    pipe.bind(str(path))
    return pipe


@pytest.mark.parametrize("make", [bound_here, opened_elsewhere])
@pytest.mark.parametrize(("mode", "added"), [(1, 0o444), (2, 0o222), (3, 0o666)])
def test_fchmod_adds_to_what_the_owner_may(
    run: Run, short_path: Path, make: Callable[[Path], netuv.Pipe], mode: int, added: int
) -> None:
    path = short_path / "socket"
    pipe = make(path)
    path.chmod(0o1710)
    pipe.fchmod(mode)
    pipe.fchmod(mode)
    assert path.stat().st_mode & 0o7777 == 0o1710 | added
    pipe.close()
    run()


@pytest.mark.parametrize("mode", [0, 4, 7, 2**31 - 1])
def test_fchmod_refuses_any_other_mode(run: Run, short_path: Path, mode: int) -> None:
    path = short_path / "socket"
    pipe = bound_here(path)
    path.chmod(0o700)
    error = error_of(lambda: pipe.fchmod(mode))
    assert (error.code, error.syscall, path.stat().st_mode & 0o777) == ("EINVAL", "fchmod", 0o700)
    pipe.close()
    run()


@pytest.mark.skipif(sys.platform != "linux", reason="abstract names are Linux's")
def test_fchmod_of_what_has_no_file_is_an_error(run: Run, short_path: Path) -> None:
    abstract, removed, unbound = netuv.Pipe(), bound_here(short_path / "gone"), netuv.Pipe()
    abstract.bind(f"\0netuv-{os.getpid()}-{id(run)}")
    (short_path / "gone").unlink()
    codes = [error_of(lambda pipe=pipe: pipe.fchmod(3)).code for pipe in (abstract, removed)]  # type: ignore[misc]
    assert codes == ["ENOENT", "ENOENT"]
    assert error_of(lambda: unbound.fchmod(3)).code == "EBADF"
    for pipe in (abstract, removed, unbound):
        pipe.close()
    run()


# -- subclasses and replaced methods ---------------------------------------------------------


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
    error = error_of(lambda: netuv.Socket(handle=handle), (TypeError, ValueError))  # type: ignore[arg-type]
    wanted = "ERR_INVALID_ARG_TYPE" if what == "no handle" else "ERR_INVALID_ARG_VALUE"
    assert error.code == wanted


def test_a_socket_s_handle_takes_no_callbacks_of_others(run: Run, peer: Any) -> None:
    handle, _ = peer
    socket_of_it = netuv.Socket(handle=handle)
    error = error_of(lambda: handle.read_start(print), netuv.StateError)
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
    told: list[Any] = []
    server = netuv.create_server(raise_mine).on("error", told.append).listen(handle)
    with socket.create_connection(place_of(handle)) as raw:
        server.on("error", lambda _: server.close())
        run()
        raw.settimeout(10)
        assert raw.recv(1) == b""
    assert [error.code for error in told] == ["ERR_INVALID_ARG_VALUE"]
    for one in made:
        one.close()


def test_a_subclass_that_cannot_be_made_drops_the_connection(run: Run) -> None:
    class Broken(netuv.TCP):
        def __init__(self, loop: Any = None, *, accepted: Any = None) -> None:
            if accepted is not None:
                raise Mine
            super().__init__(loop)

    handle = Broken()
    handle.bind(HOST, 0)
    handle.listen(5, raise_mine)
    with socket.create_connection(place_of(handle)) as raw:
        pytest.raises(Mine, run)
        handle.close()
        run()
        raw.settimeout(10)
        assert raw.recv(1) == b""
