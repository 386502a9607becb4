"""What may go wrong while a listener accepts: nothing else stops, and nobody is forgotten."""

from __future__ import annotations

import select
import signal
import socket
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest
from support.peers import HOST
from support.programs import SANITIZED, child_environment, finish, shared_library, start

import netuv

fcntl = pytest.importorskip("fcntl", reason="descriptors and errors are POSIX's")

# Before each program: its calls fail when it says so.
FAILS = """
import ctypes, errno, fcntl
library = ctypes.CDLL(os.environ["FAILING"])
def fail(name, error=errno.ENOMEM, times=1):
    library.fail(name.encode(), error, times)
def mend():
    library.fail(b"", 0, 0)
def connect(server):
    return socket.create_connection(server.address()[::2], timeout=20)
"""


@pytest.fixture(scope="module")
def failing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that has calls fail; see failing.c."""
    if SANITIZED:
        pytest.skip("the sanitizer has the allocator")
    source = Path(__file__).with_name("failing.c")
    library = shared_library(source, tmp_path_factory.mktemp("failing"))
    works = subprocess.run(
        [sys.executable, "-c", "import ctypes; ctypes.CDLL(None).fail"],
        env=child_environment(LD_PRELOAD=str(library)),
        capture_output=True,
        check=False,
    )
    if works.returncode != 0:
        pytest.skip("this libc has no LD_PRELOAD, or other names")
    return library


def start_failing(failing: Path, source: str, *arguments: str) -> subprocess.Popen[str]:
    """A child program whose calls can be made to fail."""
    variables = {"LD_PRELOAD": str(failing), "FAILING": str(failing)}
    return start(FAILS + textwrap.dedent(source), *arguments, **variables)


def run_failing(failing: Path, source: str, *arguments: str) -> list[str]:
    return finish(start_failing(failing, source, *arguments))


# -- accept() fails -----------------------------------------------------------------------

# One connection is there already; another waits while accept() fails, for 600 milliseconds.
LASTING = """
    error = getattr(errno, sys.argv[1])
    seen = {"ticks": 0, "echoes": 0, "accepted": 0}
    peers, errors = [], []
    def connection(one):
        seen["accepted"] += 1
        one.on("data", one.write)
        one.on("error", lambda problem: None)  # the client goes with an echo unread
    server = netuv.create_server(connection)
    server.on("error", lambda problem: errors.append(problem.code))
    def tick():
        seen["ticks"] += 1
        client.write(b"echo")
    def begin():
        fail("accept4", error, -1)
        peers.append(connect(server))
        timers.append(netuv.set_interval(tick, 20))
        netuv.set_timeout(end, 600, time.process_time())
    def end(before):
        timers[0].close()
        say("spins" if time.process_time() - before > 0.3 else "rests")
        say("lives" if seen["ticks"] > 2 and seen["echoes"] > 2 else f"hangs {seen}")
        say(seen["accepted"], *errors)
        mend()
        server.once("connection", lambda one: stop())
    def stop():
        say(seen["accepted"], *errors)
        server.close()
        client.destroy()
        peers[0].close()
    timers = []
    def listening():
        global client
        client = netuv.connect(server.address().port, "127.0.0.1", begin)
        client.on("data", lambda data: seen.update(echoes=seen["echoes"] + 1))
    server.listen(0, "127.0.0.1", listening)
    # the first one is accepted before accept() begins to fail
    netuv.run()
"""


@pytest.mark.parametrize(
    "error", ["EMFILE", "ENFILE", "ENOBUFS", "ENOMEM", "EPERM", "EINVAL", "EIO"]
)
def test_an_error_of_accept_stops_nothing_and_is_not_emitted_each_time(
    failing: Path, error: str
) -> None:
    said = run_failing(failing, LASTING, error)
    assert said == ["rests", "lives", f"1 {error}", f"2 {error}"]


@pytest.mark.parametrize("error", ["ECONNABORTED", "EINTR", "EAGAIN"])
def test_a_client_that_is_gone_before_accept_is_no_error(failing: Path, error: str) -> None:
    said = run_failing(failing, LASTING, error)
    assert said[1:] == ["lives", "1", "2"]


def test_an_error_of_accept_without_a_listener_comes_out_of_run_which_goes_on(
    failing: Path,
) -> None:
    said = run_failing(
        failing,
        """
        server = netuv.create_server(lambda one: (say("accepted"), one.destroy(), server.close()))
        def listening():
            fail("accept4", errno.ENOBUFS, 3)
            peers.append(connect(server))
        peers = []
        server.listen(0, "127.0.0.1", listening)
        while True:
            try:
                netuv.run()
                break
            except OSError as error:
                say(error.code, error.syscall)
        """,
    )
    assert said == ["ENOBUFS accept", "accepted"]


def test_an_error_of_accept_inside_asyncio_leaves_the_other_tasks_alone(failing: Path) -> None:
    said = run_failing(
        failing,
        """
        import asyncio
        async def main():
            accepted = asyncio.get_running_loop().create_future()
            server = await netuv.create_server(accepted.set_result).listen(0, "127.0.0.1")
            errors = []
            server.on("error", lambda error: errors.append(error.code))
            fail("accept4", errno.EMFILE, -1)
            with connect(server):
                before, ticks = time.process_time(), 0
                while not errors or ticks < 30:
                    await asyncio.sleep(0.01)
                    ticks += 1
                say("spins" if time.process_time() - before > 0.2 else "rests", *errors)
                mend()
                (await accepted).destroy()
            server.close()
        asyncio.run(main())
        """,
    )
    assert said == ["rests EMFILE"]


THIEVES = """
    hoard, errors = [], []
    stop = threading.Event()
    def thief():  # a pool that wants to grow
        while not stop.is_set():
            try:
                hoard.append(os.open("/dev/null", os.O_RDONLY))
            except OSError:
                time.sleep(1e-5)
    threads = [threading.Thread(target=thief, daemon=True) for _ in range(3)]
    def connection(one):
        one.on("error", lambda error: None).resume().end("hello")
    server = netuv.create_server(connection)
    server.on("error", lambda error: errors.append(error.code))
    def listening():
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, hard))
        for one in threads:
            one.start()
        say(server.address().port)
        netuv.set_timeout(look, 50)
    def look():
        if "EMFILE" in errors:
            say("stolen")
        else:
            netuv.set_timeout(look, 50)
    server.listen(0, "127.0.0.1", listening)
    try:
        netuv.run()
    except KeyboardInterrupt:
        say("interrupted", "often" if len(errors) > 6 else "seldom")
    stop.set()
    for one in threads:
        one.join()
    for descriptor in hoard:
        os.close(descriptor)
    netuv.set_interval(lambda: None, 10).unref()
    netuv.run()
"""


def test_thieves_of_descriptors_stop_neither_timers_nor_ctrl_c_nor_the_listener(
    failing: Path,
) -> None:
    child = start_failing(failing, THIEVES)
    assert child.stdout is not None
    port = int(child.stdout.readline())
    waiting: list[socket.socket] = []
    # Whom the reserve turns away is no error: until a thief has that, too.
    while not select.select([child.stdout], [], [], 0.01)[0]:
        waiting.append(socket.create_connection((HOST, port), timeout=20))
    assert child.stdout.readline() == "stolen\n"
    child.send_signal(signal.SIGINT)
    assert child.stdout.readline() == "interrupted seldom\n"
    for peer in waiting:
        peer.close()
    # The descriptors are free again, once it has seen the ends of those it had accepted.
    assert any(is_served(port) for _ in range(200))
    child.kill()
    child.communicate()


def is_served(port: int) -> bool:
    with socket.create_connection((HOST, port), timeout=20) as late:
        try:
            return late.recv(10) == b"hello"
        except ConnectionResetError:
            return False


# -- our own calls fail ---------------------------------------------------------------------


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("call", ["calloc", "realloc"])
def test_without_memory_for_a_connection_it_waits_and_none_is_lost(
    failing: Path, call: str, times: int
) -> None:
    said = run_failing(
        failing,
        """
        call, times = sys.argv[1], int(sys.argv[2])
        peers, accepted = [], []
        # libuv aborts where its own table, by descriptors, cannot grow: it is large enough now
        left, right = socket.socketpair()
        high = netuv.Socket(fd=fcntl.fcntl(left, fcntl.F_DUPFD, 600), readable=True)
        def connection(one):
            accepted.append(one)
            one.write("hello")
            one.destroy()
            if len(accepted) == 80:
                server.close()
                high.destroy()
        server = netuv.create_server(connection)
        server.on("error", lambda error: None)
        def listening():
            for _ in range(80):  # more than there are slots for at first
                peers.append(connect(server))
            fail(call, errno.ENOMEM, times)
        server.listen(0, "127.0.0.1", listening)
        netuv.run()
        say(len(accepted), all(peer.recv(9) == b"hello" for peer in peers))
        """,
        call,
        str(times),
    )
    assert said == ["80 True"]


def test_a_connection_that_cannot_be_taken_over_is_closed_with_an_error(failing: Path) -> None:
    said = run_failing(
        failing,
        """
        peers = []
        server = netuv.create_server(lambda one: (say("accepted"), one.destroy(), server.close()))
        def reported(error):
            say(error.code, peers[0].recv(1))
            peers.append(connect(server))
        server.on("error", reported)
        def listening():
            fail("ioctl", errno.ENOMEM)
            peers.append(connect(server))
        server.listen(0, "127.0.0.1", listening)
        netuv.run()
        """,
    )
    assert said == ["ENOMEM b''", "accepted"]


DROPPED = """
    call, why = sys.argv[1:]
    peers = []
    server = netuv.create_server(lambda one: say("accepted"))
    def dropped(info):
        mend()
        say(info.local_address, info.remote_address)
        server.close()
    server.on("drop", dropped)
    if why == "limit":
        server.max_connections = 1
    else:
        server.block_list = netuv.BlockList()
        server.block_list.add_address("127.0.0.1")
    def listening():
        if why == "limit":
            peers.append(connect(server))
            server.once("connection", lambda one: (one.resume(), more()))
        else:
            more()
    def more():
        peers.append(connect(server))
        fail(call, errno.ENOBUFS, -1)
    server.listen(0, "127.0.0.1", listening)
    netuv.set_timeout(lambda: peers[0].close() if len(peers) > 1 else None, 200)
    netuv.run()
    say(peers[-1].recv(1))
"""


@pytest.mark.parametrize("why", ["limit", "list"])
def test_a_drop_is_closed_though_its_own_name_cannot_be_asked(failing: Path, why: str) -> None:
    said = run_failing(failing, DROPPED, "getsockname", why)
    assert said[-2:] == [f"None {HOST}", "b''"]


@pytest.mark.parametrize("why", ["limit", "list"])
def test_a_drop_is_closed_though_its_peer_cannot_be_asked(failing: Path, why: str) -> None:
    said = run_failing(failing, DROPPED, "getpeername", why)
    assert said[-2:] == [f"{HOST} None", "b''"]


@pytest.mark.parametrize("call", ["malloc", "stat", "ioctl", "listen", "epoll_ctl", "chmod"])
def test_a_path_that_cannot_be_listened_on_leaves_no_file(
    failing: Path, short_path: Path, call: str
) -> None:
    said = run_failing(
        failing,
        """
        call, path = sys.argv[1:]
        reported = []
        server = netuv.create_server()
        server.once("error", lambda error: reported.append(error.code))
        netuv.set_timeout(lambda: None, 0)
        fail(call, errno.ENOMEM)
        try:
            server.listen(path, writable_all=call == "chmod")
        except OSError as error:
            reported.append(error.code)
        mend()
        netuv.run()
        say(*reported, os.path.exists(path), server.listening)
        server.listen(path, lambda: (say(os.path.exists(path)), server.close()))
        netuv.run()
        say(os.path.exists(path))
        """,
        call,
        str(short_path / "s"),
    )
    assert said == ["ENOMEM False False", "True", "False"]


# -- somebody else's code fails --------------------------------------------------------------


def closes(peer: socket.socket) -> bool:
    """Whether the connection is closed: it is in nobody's hands."""
    peer.settimeout(20)
    try:
        return peer.recv(1) == b""
    except ConnectionResetError:
        return True


class Failure(Exception):
    """What the code of a test raises."""


def serve_failing(server: netuv.Server, handle: Any = None, drops: int = 0) -> list[bool]:
    """Runs ``server`` until its last connection has raised; whether that was closed."""
    peers: list[socket.socket] = []

    def listening() -> None:
        address = server.address()
        assert isinstance(address, netuv._native.address.Address)
        for _ in range(1 + drops):
            peers.append(socket.create_connection((address.address, address.port)))

    if handle is None:
        server.listen(0, HOST, listening)
    else:
        server.listen(handle, listening)
    with pytest.raises(Failure):
        netuv.run()
    closed = [closes(peer) for peer in peers[drops:]]
    server.close()
    for peer in peers:
        peer.close()
    netuv.run()
    return closed


def test_a_connection_is_closed_when_the_block_list_fails(loop: netuv.Loop) -> None:
    class List(netuv.BlockList):
        def check(self, *args: Any) -> bool:
            raise Failure

    with loop:
        assert serve_failing(netuv.create_server(block_list=List())) == [True]


def test_a_drop_is_closed_when_the_peer_of_its_handle_cannot_be_asked(loop: netuv.Loop) -> None:
    class Handle(netuv.TCP):
        def getpeername(self) -> Any:
            raise Failure

    with loop:
        handle = Handle()
        handle.bind(HOST)
        server = netuv.create_server(lambda one: one.resume())
        server.max_connections = 1
        assert serve_failing(server, handle, drops=1) == [True]


@pytest.mark.parametrize("place", ["before", "after"])
def test_a_connection_is_closed_when_its_handle_cannot_be_made(
    loop: netuv.Loop, place: str
) -> None:
    class Handle(netuv.TCP):
        def __init__(self, *args: Any, **options: Any) -> None:
            if "accepted" in options and place == "before":
                raise Failure
            super().__init__(*args, **options)
            if "accepted" in options:
                raise Failure
            self.made = True

        def close(self, callback: Any = None) -> None:
            assert self.made  # its own constructor's work
            super().close(callback)

    with loop:
        handle = Handle()
        handle.bind(HOST)
        assert serve_failing(netuv.create_server(), handle) == [True]


def test_a_connection_whose_listener_fails_stays_with_its_socket(loop: netuv.Loop) -> None:
    served: list[netuv.Socket] = []

    def connection(one: netuv.Socket) -> None:
        served.append(one)
        raise Failure

    with loop:
        server = netuv.create_server(connection)
        peers: list[socket.socket] = []
        server.listen(0, HOST, lambda: peers.append(connect_to(server)))
        with pytest.raises(Failure):
            netuv.run()
        served[0].end("whole")
        peers[0].settimeout(20)
        server.close()
        peers[0].shutdown(socket.SHUT_WR)
        netuv.run()
        assert peers[0].recv(10) == b"whole"
        peers[0].close()


def connect_to(server: netuv.Server) -> socket.socket:
    address: Any = server.address()
    return socket.create_connection((address.address, address.port))


def test_errno_of_a_failed_accept_is_python_s(failing: Path) -> None:
    said = run_failing(
        failing,
        """
        server = netuv.create_server()
        def reported(error):
            say(type(error).__name__, error.errno == errno.EPERM, error.strerror)
            server.close()
        server.on("error", reported)
        def listening():
            fail("accept4", errno.EPERM)
            peers.append(connect(server))
        peers = []
        server.listen(0, "127.0.0.1", listening)
        netuv.run()
        """,
    )
    assert said == ["PermissionError True accept EPERM"]


@pytest.mark.parametrize("call", ["pause", "shutdown"])
def test_without_memory_for_a_timer_the_server_goes_on_as_before(failing: Path, call: str) -> None:
    said = run_failing(
        failing,
        """
        call = sys.argv[1]
        server = netuv.create_server(lambda one: (say("accepted"), one.destroy(), server.close()))
        def listening():
            fail("calloc")
            try:
                getattr(server, call)(100)
            except MemoryError:
                say("no memory", server.listening)
            mend()
            peers.append(connect(server))
        peers = []
        server.listen(0, "127.0.0.1", listening)
        netuv.run()
        """,
        call,
    )
    assert said == ["no memory True", "accepted"]
