"""TCP and Pipe used alone."""

from __future__ import annotations

import errno
import os
import socket
import sys
import threading
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support import Run
from support.peers import HOST, place_of

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
    reported: list[str] = []

    def accepted(handle: Any) -> None:
        handle.read_start(lambda error, data: None if data else handle.close())
        listener.close()

    listener = listening(netuv.TCP, (HOST, 0), accepted)
    client = netuv.TCP()

    def on_connect() -> None:
        reported.append("connect")
        client.write(b"x", lambda: reported.append("written"))
        client.shutdown(lambda: (reported.append("shutdown"), client.close()))

    client.connect(*place_of(listener), on_connect)
    run()
    assert reported == ["connect", "written", "shutdown"]


# -- writing -------------------------------------------------------------------------------


def test_callbacks_of_writes_come_in_their_order_once_they_are_out(run: Run, peer: Any) -> None:
    handle, other = peer
    reported: list[Any] = []
    queued = [
        not handle.write(BIG, lambda error: reported.append(("big", error))),
        not handle.write(bytearray(BIG), lambda error: reported.append(("copy", error))),
        not handle.write([b"one", b"two"], lambda error: reported.append(("list", error))),
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
    assert reported == [("big", None), ("copy", None), ("list", None)]
    handle.close()


def test_the_callback_of_a_write_the_kernel_took_comes_after_the_call(run: Run, peer: Any) -> None:
    handle, other = peer
    reported: list[Any] = []
    assert handle.write(memoryview(b"at "), reported.append)
    assert handle.write([array("B", b"on"), memoryview(b"c-e-")[::2]], reported.append)
    assert reported == []
    run()
    assert reported == [None, None]
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
    reported: list[Any] = []
    handle.write(8 * BIG, lambda error: reported.append(("first", error.code, error.syscall)))
    handle.write(b"x", lambda error: reported.append(("second", error.code, error.syscall)))
    handle.shutdown(lambda error: reported.append(("shutdown", error.code, error.syscall)))
    handle.close(lambda: reported.append("closed"))
    assert reported == []
    run()
    assert reported == [
        ("first", "ECANCELED", "write"),
        ("second", "ECANCELED", "write"),
        ("shutdown", "ECANCELED", "shutdown"),
        "closed",
    ]


def test_closing_while_connecting_calls_back_with_an_error(run: Run, port: int) -> None:
    handle = netuv.TCP()
    reported: list[Any] = []
    handle.connect(
        HOST, port, lambda error: reported.append((error.code, error.syscall, error.port))
    )
    handle.close()
    run()
    assert reported == [("ECANCELED", "connect", port)]


# -- errors --------------------------------------------------------------------------------


def test_a_refused_connection_is_an_error_with_where(run: Run, port: int) -> None:
    handle = netuv.TCP()
    reported: list[Any] = []
    handle.connect(HOST, port, reported.append)
    run()
    (error,) = reported
    assert isinstance(error, ConnectionRefusedError)
    where = (error.code, error.syscall, error.address, error.port)
    assert where == ("ECONNREFUSED", "connect", HOST, port)
    assert error.strerror == f"connect ECONNREFUSED {HOST}:{port}"
    handle.close()


def test_a_path_nobody_bound_is_an_error_with_where(run: Run, short_path: Path) -> None:
    handle = netuv.Pipe()
    reported: list[Any] = []
    handle.connect(short_path / "nobody", reported.append)
    run()
    (error,) = reported
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
    reported: list[str] = []
    client.connect(*place_of(listener), lambda: (reported.append("first"), client.close()))
    error = error_of(lambda: client.connect(*place_of(listener), lambda: reported.append("second")))
    assert error.code == "EALREADY"
    run()
    assert reported == ["first"]


def test_a_reset_is_what_the_peer_sees(run: Run) -> None:
    reported: list[Any] = []

    def accepted(handle: Any) -> None:
        def on_read(error: Any, data: Any) -> None:
            reported.append((error.code, error.syscall, data))
            handle.close()
            listener.close()

        handle.read_start(on_read)
        client.reset(lambda: reported.append("reset"))

    listener = listening(netuv.TCP, (HOST, 0), accepted)
    client = netuv.TCP()
    client.connect(*place_of(listener))
    run()
    assert reported == ["reset", ("ECONNRESET", "read", None)]


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
    reported: list[str] = []

    def accepted(handle: Any) -> None:
        reported.append("connection")
        listener.close()

        def on_read(error: Any, data: Any) -> None:
            reported.append("read")
            handle.close()

        handle.read_start(on_read)

    def written(error: Any) -> None:
        reported.append("written")
        client.close(lambda: reported.append("closed"))

    listener = listening(netuv.TCP, (HOST, 0), accepted)
    client = netuv.TCP()
    client.connect(*place_of(listener), lambda: client.write(b"x", written))
    run()
    assert sorted(reported) == ["closed", "connection", "read", "written"]


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
    reported: list[str] = []
    handle.read_start(lambda error, data: None)
    handle.set_timeout(5, lambda: (reported.append("timeout"), handle.close()))
    run()
    assert reported == ["timeout"]


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
        reported: list[Any] = []
        done = asyncio.get_running_loop().create_future()
        listener = listening(netuv.TCP, (HOST, 0), lambda handle: (echo(handle), listener.close()))
        client = netuv.TCP()

        def on_read(error: Any, data: Any) -> None:
            reported.append(data)
            if data is None:
                client.close(lambda: done.set_result(reported))

        def on_connect() -> None:
            client.read_start(on_read)
            client.write(b"sent", lambda: client.shutdown())

        client.connect(*place_of(listener), on_connect)
        await asyncio.wait_for(done, 20)
        return reported

    assert asyncio.run(main()) == [b"sent", None]


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
