"""Many connections, resets, signals, forks, no descriptors left: it must hold."""

from __future__ import annotations

import os
import resource
import signal
import socket
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support import Run
from support.peers import HOST
from support.programs import SANITIZED, SECONDS, finish, shared_library, start

import netuv


@pytest.fixture
def many() -> Iterator[int]:
    """As many connections as the descriptors allow, 2000 at most."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 4500
    raised = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
    if soft != resource.RLIM_INFINITY and soft < raised:
        resource.setrlimit(resource.RLIMIT_NOFILE, (raised, hard))
    yield min(2000, (raised - 200) // 2)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_half_of_two_thousand_echoes_are_reset_and_the_others_lose_nothing(
    run: Run, many: int, descriptors: Callable[[], set[str]]
) -> None:
    run()  # the loop has its own descriptors now
    before = descriptors()
    rounds = 4
    chunks = [bytes([number]) * 1500 for number in range(rounds)]
    expected = b"".join(chunks)
    received: dict[int, bytearray] = {}
    late: list[str] = []
    closed = {"served": 0, "client": 0}
    errors: set[str] = set()

    def watch(subject: netuv.Socket, kind: str) -> None:
        gone = False

        def close(had_error: bool) -> None:
            nonlocal gone
            if gone:
                late.append(f"{kind} close")
            gone = True
            closed[kind] += 1

        def error(problem: Any) -> None:
            errors.add(problem.code)
            if gone:
                late.append(f"{kind} error")

        def check(event: str) -> None:
            if gone:
                late.append(f"{kind} {event}")

        subject.on("close", close)
        subject.on("error", error)
        subject.on("data", lambda data: check("data"))
        subject.on("end", lambda: check("end"))

    @netuv.create_server
    def server(served: netuv.Socket) -> None:
        watch(served, "served")
        served.on("data", lambda data: served.write(data))

    def client(number: int) -> None:
        mine = received[number] = bytearray()
        subject = netuv.connect(server.address().port, HOST)
        watch(subject, "client")
        sent = 1

        @subject.on("data")
        def _(data: bytes) -> None:
            nonlocal sent
            mine.extend(data)
            if number % 2 and len(mine) >= 1500:
                subject.write(expected * 4)  # in flight while the connection is reset
                subject.reset_and_destroy()
            elif len(mine) == len(expected):
                subject.end()
            elif len(mine) == sent * 1500:
                subject.write(chunks[sent])
                sent += 1

        @subject.on("close")
        def _(had_error: bool) -> None:
            if closed["client"] == many:
                server.close()

        subject.write(chunks[0])

    server.listen(port=0, backlog=4096)
    for number in range(many):
        client(number)
    run()
    assert late == []
    assert closed == {"served": many, "client": many}
    assert errors <= {"ECONNRESET", "EPIPE"}
    for number in range(0, many, 2):
        assert received[number] == expected
    assert descriptors() == before


# -- Ctrl-C ---------------------------------------------------------------------------


def test_ctrl_c_ends_an_idle_run_and_run_again_goes_on() -> None:
    child = start(
        """
        server = netuv.create_server(lambda served: served.end("hello"))
        server.listen(0, "127.0.0.1", lambda: say(server.address().port))
        try:
            netuv.run()
        except KeyboardInterrupt:
            say("interrupted")
        server.on("connection", lambda served: server.close())
        say("again")
        netuv.run()
        say("done")
        """
    )
    assert child.stdout is not None
    port = int(child.stdout.readline())
    child.send_signal(signal.SIGINT)
    assert child.stdout.readline() == "interrupted\n"
    assert child.stdout.readline() == "again\n"
    with socket.create_connection((HOST, port), timeout=10) as peer:
        assert peer.recv(100) == b"hello"
    assert finish(child) == ["done"]


def test_ctrl_c_ends_a_busy_run_and_loses_no_data() -> None:
    child = start(
        """
        served = []
        def echo(one):
            served.append(one)
            one.on("data", lambda data: one.write(data))
            one.on("end", lambda: one.end())
            one.on("end", lambda: server.close())
        server = netuv.create_server(echo, allow_half_open=True)
        server.listen(0, "127.0.0.1", lambda: say(server.address().port))
        while True:
            try:
                netuv.run()
                break
            except KeyboardInterrupt:
                netuv.next_tick(say, "interrupted")  # when run() is in charge again
        say("done")
        """
    )
    assert child.stdout is not None
    port = int(child.stdout.readline())
    with socket.create_connection((HOST, port), timeout=20) as peer:
        for _ in range(20):
            block = os.urandom(10_000)
            peer.sendall(block)
            child.send_signal(signal.SIGINT)
            received = b""
            while len(received) < len(block):
                received += peer.recv(65536)
            assert received == block
            assert child.stdout.readline() == "interrupted\n"
        peer.shutdown(socket.SHUT_WR)
        assert peer.recv(1) == b""
    assert finish(child) == ["done"]


def test_ctrl_c_interrupts_a_loop_that_never_polls_for_long() -> None:
    child = start(
        """
        def again():
            netuv.set_immediate(again)
        def begin():
            say("busy")
            again()
        netuv.set_immediate(begin)
        try:
            netuv.run()
        except KeyboardInterrupt:
            say("interrupted")
        """
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "busy\n"
    child.send_signal(signal.SIGINT)
    assert finish(child) == ["interrupted"]


def test_another_signal_s_handler_runs_while_the_loop_is_idle() -> None:
    child = start(
        """
        server = netuv.create_server()
        handled = []
        def handler(number, frame):
            handled.append("handled")
            server.close()
        signal.signal(signal.SIGUSR1, handler)
        server.listen(0, "127.0.0.1", lambda: say("ready"))
        netuv.run()
        say(*handled)
        say("done")
        """
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    child.send_signal(signal.SIGUSR1)
    assert finish(child) == ["handled", "done"]


# -- the end of the interpreter -------------------------------------------------------


def test_the_interpreter_ends_cleanly_with_everything_open() -> None:
    child = start(
        """
        def connected():
            say("connected")
            raise SystemExit
        server = netuv.create_server(lambda served: served.write(bytes(8 << 20)))
        server.listen(0)
        client = netuv.connect(server.address().port, "127.0.0.1")
        client.on("data", lambda data: connected())
        client.write(bytes(8 << 20), lambda error=None: say("never"))
        netuv.set_interval(say, 100000, "never")
        netuv.next_tick(lambda: netuv.next_tick(lambda: None))
        netuv.run()
        """
    )
    assert finish(child) == ["connected"]


def test_the_interpreter_ends_cleanly_without_a_run() -> None:
    child = start(
        """
        server = netuv.create_server().listen(0)
        client = netuv.connect(server.address().port, "127.0.0.1")
        client.write(b"x")
        netuv.set_timeout(say, 1, "never")
        netuv.set_immediate(say, "never")
        say("leaving")
        """
    )
    assert finish(child) == ["leaving"]


def test_the_interpreter_ends_cleanly_with_a_loop_open_in_a_thread() -> None:
    child = start(
        """
        import threading
        ready = threading.Event()
        def work():
            server = netuv.create_server()
            server.listen(0, "127.0.0.1", ready.set)
            netuv.run()
        threading.Thread(target=work, daemon=True).start()
        ready.wait(20)
        say("leaving")
        """
    )
    assert finish(child) == ["leaving"]


def test_an_exception_out_of_a_listener_ends_a_program_with_its_traceback() -> None:
    child = start(
        """
        netuv.set_immediate(lambda: 1 / 0)
        server = netuv.create_server().listen(0)
        netuv.run()
        """
    )
    output, errors = child.communicate(timeout=SECONDS)
    assert child.returncode == 1
    assert errors.startswith("Traceback")
    assert errors.endswith("ZeroDivisionError: division by zero\n")


# -- fork -----------------------------------------------------------------------------

FORK = """
def in_child(check):
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        _, status = os.waitpid(pid, 0)
        return status
    try:
        check()
        say("child is well")
    except BaseException as error:
        say("child failed:", repr(error))
        os._exit(3)
    sys.exit(0)

def refused(call):
    try:
        call()
    except netuv.StateError as error:
        say(error.code)
    else:
        say("not refused")
"""


def test_a_fork_in_a_listener_leaves_the_parent_s_server_alone(short_path: Path) -> None:
    path = str(short_path / "socket")
    child = start(
        FORK
        + textwrap.dedent(
            f"""
            def connection(served):
                def check():
                    refused(lambda: served.write(b"from the child"))
                    refused(inherited.run)
                    refused(server.close)
                pid = os.fork()
                if pid == 0:
                    check()
                    sys.exit(0)
                _, status = os.waitpid(pid, 0)
                say("status", status)
                served.end("from the parent")
                ends.append(served)
                if len(ends) == 2:
                    server.close()
            ends = []
            inherited = netuv.get_loop()
            server = netuv.create_server(connection)
            server.listen({path!r}, lambda: say("ready"))
            netuv.run()
            say("done", os.path.exists({path!r}))
            """
        )
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    for _ in range(2):
        with socket.socket(socket.AF_UNIX) as peer:
            peer.settimeout(20)
            peer.connect(path)
            peer.shutdown(socket.SHUT_WR)
            assert peer.recv(100) == b"from the parent"
            assert peer.recv(100) == b""
    one = ["ERR_LOOP_FORKED"] * 3 + ["status 0"]
    assert finish(child) == [*one, *one, "done False"]


def test_a_fork_after_run_may_use_a_loop_of_its_own() -> None:
    child = start(
        FORK
        + textwrap.dedent(
            """
            def check():
                refused(lambda: server.close())
                refused(lambda: client.write(b"x"))
                refused(inherited.run)
                collected = []
                loop = netuv.Loop()
                with loop:
                    echo = netuv.create_server(lambda served: served.pipe(served))
                    echo.listen(0)
                    mine = netuv.connect(echo.address().port, "127.0.0.1")
                    mine.on("data", collected.append)
                    mine.on("data", lambda data: (mine.end(), echo.close()))
                    mine.write(b"hello")
                loop.run()
                assert collected == [b"hello"], collected
            inherited = netuv.get_loop()
            served = []
            server = netuv.create_server(served.append).listen(0)
            client = netuv.connect(server.address().port, "127.0.0.1")
            client.on("connect", lambda: netuv.set_immediate(pause))
            class Pause(Exception):
                pass
            def pause():
                raise Pause
            try:
                netuv.run()
            except Pause:
                say("paused")
            say("status", in_child(check))
            client.on("data", lambda data: say("parent received", data.decode()))
            client.on("close", lambda had_error: server.close())
            server.on("connection", lambda one: one.end("hello"))
            for one in served:
                one.end("hello")
            netuv.run()
            say("done")
            """
        )
    )
    assert finish(child) == [
        "paused",
        *["ERR_LOOP_FORKED"] * 3,
        "child is well",
        "status 0",
        "parent received hello",
        "done",
    ]


def test_a_fork_before_any_use_leaves_parent_and_child_a_loop_each() -> None:
    child = start(
        FORK
        + textwrap.dedent(
            """
            def check():
                netuv.set_timeout(say, 1, "timer")
                netuv.run()
            say("status", in_child(check))
            netuv.set_timeout(say, 1, "parent's timer")
            netuv.run()
            """
        )
    )
    assert finish(child) == ["timer", "child is well", "status 0", "parent's timer"]


def test_a_fork_after_a_lookup_ends_cleanly() -> None:
    child = start(
        FORK
        + textwrap.dedent(
            """
            server = netuv.create_server(lambda served: (served.end(), server.close()))
            server.listen(0)
            client = netuv.connect(server.address().port, "localhost")
            client.resume()
            netuv.run()
            import warnings  # of the lookup's thread, while it ends
            warnings.simplefilter("ignore", DeprecationWarning)
            say("status", in_child(lambda: None))
            """
        )
    )
    assert finish(child) == ["child is well", "status 0"]


# A resolver that does not answer, but says that it was asked.
SLOW_RESOLVER = """
#include <fcntl.h>
#include <netdb.h>
#include <stdlib.h>
#include <unistd.h>
int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
                struct addrinfo **found) {
  (void)node, (void)service, (void)hints, (void)found;
  int log = open(getenv("ASKED"), O_WRONLY | O_APPEND);
  if (write(log, ".", 1) == 1) sleep(1000);
  return EAI_FAIL;
}
"""


@pytest.mark.skipif(
    sys.platform != "linux" or SANITIZED,
    reason="another library has to be preloaded",
)
def test_a_lookup_in_flight_does_not_delay_the_exit(tmp_path: Path) -> None:
    source, asked = (tmp_path / name for name in ("slow.c", "asked"))
    source.write_text(SLOW_RESOLVER)
    asked.touch()
    child = start(
        """
        netuv.dns.lookup("slow.test", lambda *answer: say("answered", answer))
        netuv.connect(1, "slow.test").on("error", say)
        netuv.set_interval(lambda: os.stat(os.environ["ASKED"]).st_size == 2 and sys.exit(), 1)
        netuv.run()
        """,
        LD_PRELOAD=str(shared_library(source, tmp_path)),
        ASKED=str(asked),
    )
    assert finish(child) == []
    assert asked.read_text() == ".."


# -- no descriptors left --------------------------------------------------------------


def echoes(port: int, data: bytes) -> bool:
    """Whether a connection to this port is served."""
    try:
        with socket.create_connection((HOST, port), timeout=20) as peer:
            peer.sendall(data)
            return peer.recv(100) == data
    except ConnectionError:
        time.sleep(0.02)
        return False


def test_no_descriptor_left_for_accept_neither_spins_nor_kills_the_server() -> None:
    child = start(
        """
        served = []
        def connection(one):
            served.append(one)
            one.on("data", lambda data: one.write(data))
            one.on("data", lambda data: server.close() if data == b"last" else None)
        server = netuv.create_server(connection)
        server.on("error", lambda error: say("error", error.code))
        def ready():
            used = len(os.listdir("/proc/self/fd"))
            hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
            resource.setrlimit(resource.RLIMIT_NOFILE, (used + 6, hard))
            say(server.address().port)
            netuv.set_timeout(begin, 300)
        def begin():
            # all connections are in the backlog or accepted by now
            netuv.set_timeout(end, 700, time.process_time())
        def end(before):
            say("spins" if time.process_time() - before > 0.35 else "rests")
        server.listen(0, "127.0.0.1", ready)
        netuv.run()
        say("done")
        """
    )
    assert child.stdout is not None
    port = int(child.stdout.readline())
    peers = [socket.create_connection((HOST, port), timeout=10) for _ in range(30)]
    assert child.stdout.readline() == "rests\n"
    for peer in peers:
        peer.close()
    # Until it has seen their ends the server may still turn connections away.
    assert any(echoes(port, b"last") for _ in range(200))
    assert finish(child) == ["done"]


def test_no_descriptor_left_for_connect_is_an_error_of_that_socket() -> None:
    child = start(
        """
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        server = netuv.create_server(lambda served: (served.end("hello"), server.close()))
        errors = []
        def ready():
            port = server.address().port
            resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))
            client = netuv.connect(port, "127.0.0.1")
            client.on("error", lambda error: say(error.code))
            client.on("close", lambda had_error: again(port))
        def again(port):
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
            client = netuv.connect(port, "127.0.0.1")
            client.on("data", lambda data: say(data.decode()))
        server.listen(0, "127.0.0.1", ready)
        netuv.run()
        """
    )
    assert finish(child) == ["EMFILE", "hello"]


# -- destroy anywhere -----------------------------------------------------------------


@pytest.mark.parametrize("whose", ["its own", "another"])
@pytest.mark.parametrize(
    "event", ["connect", "ready", "data", "end", "finish", "drain", "timeout", "close", "error"]
)
def test_destroy_in_any_listener_closes_each_socket_once(run: Run, event: str, whose: str) -> None:
    closes: list[str] = []
    fired: list[str] = []

    @netuv.create_server
    def server(served: netuv.Socket) -> None:
        served.on("error", lambda error: None)
        served.resume()
        served.write(b"hello")
        if event == "end":
            served.end()

    server.listen(0)
    port = server.address().port
    subject = netuv.connect(port, HOST)
    other = netuv.connect(port, HOST)
    target = subject if whose == "its own" else other

    def destroy(*args: Any) -> None:
        fired.append(event)
        target.destroy()
        netuv.set_immediate(netuv.set_immediate, stop)

    def stop() -> None:
        subject.destroy()
        other.destroy()
        server.close()

    subject.on("error", lambda error: None)
    for name, one in (("subject", subject), ("other", other)):
        one.on("close", lambda had_error, name=name: closes.append(name))
    subject.on(event, destroy)
    if event != "data":
        subject.resume()
    other.resume()
    if event == "finish":
        subject.end("all")
    elif event == "drain":
        subject.write(bytes(4 << 20))
    elif event == "timeout":
        subject.set_timeout(20)
    elif event == "close":
        subject.on("connect", lambda: subject.destroy())
    elif event == "error":
        subject.on("connect", lambda: subject.destroy(LookupError("wanted")))
    run()
    assert fired[0] == event
    assert sorted(closes) == ["other", "subject"]


def test_a_loop_may_close_while_other_threads_call_it() -> None:
    child = start(
        """
        import threading
        sys.setswitchinterval(1e-6)
        current, codes = [netuv.Loop()], set()
        def call():
            while current:
                try:
                    current[-1].call_soon_threadsafe(int)
                except IndexError:
                    return
                except Exception as error:
                    codes.add(getattr(error, "code", repr(error)))
        threads = [threading.Thread(target=call) for _ in range(3)]
        for thread in threads:
            thread.start()
        for _ in range(2000):
            current[0].close()
            current[:] = [netuv.Loop()]
        current[0].close()
        current.clear()
        for thread in threads:
            thread.join()
        say(codes <= {"ERR_LOOP_CLOSED"} or codes)
        """
    )
    assert finish(child) == ["True"]


def test_a_fork_in_the_middle_of_a_threadsafe_call_leaves_the_child_able_to_call() -> None:
    child = start(
        """
        import threading, warnings
        # That threads are running is what this is about: Python 3.12 and later warn of it.
        warnings.simplefilter("ignore", DeprecationWarning)
        sys.setswitchinterval(1e-6)
        loop, done = netuv.Loop(), []
        def call():
            while not done:
                loop.call_soon_threadsafe(int)
        threads = [threading.Thread(target=call) for _ in range(3)]
        for thread in threads:
            thread.start()
        statuses = set()
        for _ in range(100):
            pid = os.fork()
            if pid == 0:
                signal.alarm(10)  # ends a child that hangs
                try:
                    loop.call_soon_threadsafe(int)
                except netuv.StateError as error:
                    os._exit(error.code != "ERR_LOOP_FORKED")
                os._exit(2)
            statuses.add(os.waitpid(pid, 0)[1])
            if statuses != {0}:
                break
        done.append(True)
        for thread in threads:
            thread.join()
        loop.close()
        say(statuses)
        """
    )
    assert finish(child) == ["{0}"]
