"""The ways in which Python runs: optimised, in development mode, traced, with closed standard
streams, in sub-interpreters, without a descriptor left, at its end with threads.
"""

from __future__ import annotations

import importlib.util
import os
import socket
import subprocess
import sys
import textwrap

import pytest
from support.programs import SANITIZED, child_environment, run_program

# What a program does with netuv: its own loop, another one, a Unix socket, names; asyncio.
ALONE = """
import os, sys, tempfile
import netuv

def echo(*where):
    got = []
    server = netuv.create_server(lambda s: s.pipe(s))
    def up():
        to = where if where[0] else (server.address().port, "localhost")
        client = netuv.connect(*to)
        client.on("data", lambda chunk: (got.append(chunk), client.end(), server.close()))
        client.write(b"hi")
    server.listen(*where, up)
    netuv.get_loop().run()
    if got != [b"hi"]: sys.exit(f"got {got}")

def everything():
    for _ in range(2):
        echo(0, "127.0.0.1")
        with tempfile.TemporaryDirectory() as directory: echo(os.path.join(directory, "s"))
        loop = netuv.Loop()
        with loop: echo(0, "127.0.0.1")
        loop.close()
        netuv.get_loop().close()

everything()
"""

INSIDE = """
import asyncio, sys
import netuv

async def echo_async():
    async with netuv.create_server(lambda s: s.pipe(s)).listen(0, "127.0.0.1") as server:
        async with netuv.connect(server.address().port, "127.0.0.1") as client:
            client.write(b"line\\n")
            if await client.read_line() != b"line\\n": sys.exit("no line")
            client.write(b"chunk")
            async for chunk in client:
                if chunk != b"chunk": sys.exit("no chunk")
                break

for _ in range(2): asyncio.run(echo_async())
"""

PROGRAM = ALONE + INSIDE

MODES = {
    "-O": ["-O"],
    "-OO": ["-OO"],
    "-W error": ["-W", "error"],
    "dev": ["-X", "dev", "-W", "error"],
    "dev -OO": ["-X", "dev", "-OO"],
    "isolated": ["-I"],
}


@pytest.mark.parametrize("options", MODES.values(), ids=MODES)
def test_netuv_works_with_the_interpreter_s_option(options: list[str]) -> None:
    run_program(PROGRAM, *options)


@pytest.mark.parametrize("options", [["-OO"], ["-X", "dev", "-W", "error"]], ids=["-OO", "dev"])
def test_the_command_line_works_with_the_interpreter_s_option(options: list[str]) -> None:
    for arguments in (["--help"], ["demo", "--help"]):
        done = subprocess.run(
            [sys.executable, *options, "-m", "netuv", *arguments],
            capture_output=True,
            text=True,
            timeout=60,
            env=child_environment(),
        )
        assert done.stderr == ""


def test_a_trace_and_a_profile_function_change_nothing() -> None:
    run_program(
        "import sys, threading\n"
        "seen = []\n"
        "def look(frame, event, argument):\n"
        "    seen.append(event)\n"
        "    return look\n"
        "sys.settrace(look); threading.settrace(look)\n"
        "sys.setprofile(look); threading.setprofile(look)\n"
        + PROGRAM
        + "if len(seen) < 1000: sys.exit('it saw nothing')\n"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="one lane there")
def test_help_and_inspect_know_write_without_docstrings() -> None:
    run_program(
        textwrap.dedent("""
            import inspect, sys
            import netuv
            parameters = list(inspect.signature(netuv.Socket.write).parameters)
            if parameters != ["self", "chunk", "encoding", "callback"]: sys.exit(str(parameters))
            """),
        "-OO",
    )


# -- standard streams ----------------------------------------------------------------------

SETS = ["0", "1", "2", "0,1,2"]  # the core's own tests have all of them


def run_with_closed(streams: str, program: str) -> None:
    """Has a Python that closes these run ``program``; where 2 is none of them it is silent."""
    done = subprocess.run(
        [sys.executable, "-c", f"CLOSED = [{streams}]\n" + program],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        env=child_environment(),
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


CLOSE = """
import os
def close_them():
    for fd in CLOSED: os.close(fd)
"""


@pytest.mark.parametrize("streams", SETS)
def test_closed_standard_streams_are_no_hindrance(streams: str) -> None:
    run_with_closed(streams, CLOSE + "close_them()\n" + PROGRAM)


@pytest.mark.parametrize("streams", ["1", "0,1,2"])
def test_standard_streams_closed_once_there_is_a_loop_are_no_hindrance(streams: str) -> None:
    run_with_closed(
        streams, CLOSE + "import netuv\nnetuv.get_loop().run()\nclose_them()\n" + PROGRAM
    )


@pytest.mark.parametrize("streams", ["1", "0,1,2"])
def test_what_is_written_to_a_closed_stream_reaches_no_connection(streams: str) -> None:
    program = """
        import netuv

        def write():
            for fd in CLOSED:
                try: os.write(fd, b"stray")
                except OSError: pass

        def serve(socket):
            write()
            socket.on("data", lambda chunk: socket.end(chunk))

        got = []
        server = netuv.create_server(serve)

        def up():
            close_them()
            for host in ("127.0.0.1", "localhost", "127.0.0.1"):
                client = netuv.connect(server.address().port, host)
                write()
                client.on("data", got.append)
                client.on("connect", lambda client=client: (write(), client.write(b"x")))
                client.on("close", lambda *_: (write(), len(got) == 3 and server.close()))

        server.listen(0, "127.0.0.1", up)
        netuv.run()
        if got != [b"x"] * 3: raise SystemExit(str(got))
        """
    run_with_closed(streams, CLOSE + textwrap.dedent(program))


@pytest.mark.parametrize("streams", ["1", "0,1,2"])
def test_a_forked_child_of_a_program_with_closed_streams_ends_well(streams: str) -> None:
    program = """
        import sys, netuv
        netuv.get_loop().run()
        for _ in range(2):
            child = os.fork()
            if child == 0:
                netuv.get_loop().run()
                sys.exit(0)
            if os.waitpid(child, 0)[1] != 0: raise SystemExit("the child died")
            server = netuv.create_server().listen(0, "127.0.0.1")
        """
    run_with_closed(streams, CLOSE + "close_them()\n" + textwrap.dedent(program))


def connection(kind: str) -> tuple[socket.socket, socket.socket]:
    if kind == "unix":
        return socket.socketpair()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        near = socket.create_connection(listener.getsockname())
        return near, listener.accept()[0]


ENDS = {
    "ends": "s.on('data', lambda chunk: s.end(chunk))\nnetuv.run()",
    "is destroyed": "s.on('data', lambda chunk: s.write(chunk, lambda *_: s.destroy()))\n"
    "netuv.run()",
    "goes with its loop": "loop = netuv.get_loop()\n"
    "s.on('data', lambda chunk: s.write(chunk, lambda *_: loop.stop()))\n"
    "loop.run()\nloop.close()",
}


@pytest.mark.skipif(sys.platform == "win32", reason="a socket is no descriptor there")
@pytest.mark.parametrize("kind", ["tcp", "unix"])
@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_a_connection_that_is_standard_input_works_and_is_closed(kind: str, end: str) -> None:
    """As inetd starts a program."""
    program = f"""
import os, sys, netuv
s = netuv.Socket(fd=0, readable=True, writable=True)
{end}
try: os.fstat(0)
except OSError: sys.exit(0)
sys.exit("it is open")
"""
    near, far = connection(kind)
    with near, far:
        near.settimeout(30)
        child = subprocess.Popen(
            [sys.executable, "-c", program],
            stdin=far,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env=child_environment(),
        )
        far.close()
        near.sendall(b"hello")
        got = b""
        while chunk := near.recv(100):
            got += chunk
        near.close()
        _, errors = child.communicate(timeout=30)
        assert (got, child.returncode, errors) == (b"hello", 0, "")


# -- no descriptor left ---------------------------------------------------------------------

FULL = """
import errno, os, resource, sys

soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)

def fill(left):
    held = []
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, hard))
    try:
        while True: held.append(os.dup(0))
    except OSError: pass
    for _ in range(left): os.close(held.pop())
    return held

def relax(held):
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    for fd in held: os.close(fd)

def fails(make):
    try: make()
    except OSError as error:
        if error.errno != errno.EMFILE or error.code != "EMFILE": raise
        return True
    return False

def opened(): return len(os.listdir("/proc/self/fd"))
"""

needs_proc = pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="no /proc/self/fd here")


@needs_proc
def test_a_loop_without_descriptors_is_an_error_and_keeps_none() -> None:
    run_program(
        FULL
        + textwrap.dedent("""
            import netuv
            before = opened()
            failed = []
            for left in range(10):
                held = fill(left)
                failed.append(fails(lambda: netuv.Loop().close()))
                relax(held)
                if opened() != before: sys.exit(f"{left}: {opened()}, not {before}")
            if failed != sorted(failed, reverse=True) or not failed[0] or failed[-1]:
                sys.exit(str(failed))
            """)
    )


@needs_proc
def test_an_import_without_descriptors_is_an_error_and_the_next_one_works() -> None:
    run_program(
        FULL
        + textwrap.dedent("""
            held = fill(2)
            def load(): import netuv
            if not fails(load): sys.exit("it was imported")
            relax(held)
            import netuv
            netuv.Loop().close()
            """)
    )


@needs_proc
def test_asyncio_s_loop_without_descriptors_has_nothing_attached_and_later_has() -> None:
    run_program(
        FULL
        + textwrap.dedent("""
            import asyncio, netuv, netuv._loop.guest
            from netuv._loop.threads import threads

            async def main(left):
                before = opened()
                held = fill(left)
                failed = fails(netuv.get_loop)
                relax(held)
                if failed and (threads.attached or opened() != before): sys.exit("it is kept")
                async with netuv.create_server().listen(0, "127.0.0.1") as server:
                    async with netuv.connect(server.address().port, "127.0.0.1"): pass
                return failed

            failed = [asyncio.run(main(left)) for left in range(8)]
            if not failed[0] or failed[-1]: sys.exit(str(failed))
            """)
    )


@needs_proc
@pytest.mark.skipif(SANITIZED, reason="the sanitizers need that room")
def test_a_lookup_without_a_thread_has_an_error_with_its_code() -> None:
    run_program(
        textwrap.dedent("""
            import errno, resource, sys
            import netuv, netuv.dns

            loop = netuv.get_loop()
            pages = int(open("/proc/self/statm").read().split()[0])
            size = pages * resource.getpagesize() + (3 << 20)  # no room for a thread's stack
            resource.setrlimit(resource.RLIMIT_AS, (size, size))
            try: netuv.dns.lookup("localhost", lambda error, *_: errors.append(error))
            except OSError as error: errors = [error]
            else: errors = []
            loop.run()
            [error] = errors
            if (error.errno, error.code) != (errno.EAGAIN, "EAGAIN"): sys.exit(repr(error))
            """)
    )


# -- sub-interpreters -------------------------------------------------------------------------

INTERPRETERS = [
    name
    for name in ("_interpreters", "_xxsubinterpreters")
    if importlib.util.find_spec(name) is not None
][:1]
needs_interpreters = pytest.mark.skipif(not INTERPRETERS, reason="no sub-interpreters here")

# `legacy` and `isolated` make an interpreter, `run_in` runs a program in it.
SUB = f"""
import {INTERPRETERS[0] if INTERPRETERS else "sys"} as interpreters
import sys

def legacy():
    try: return interpreters.create("legacy")
    except TypeError: return interpreters.create(isolated=False)

def isolated():
    try: return interpreters.create("isolated")
    except TypeError: return interpreters.create(isolated=True)

def run_in(which, program):
    error = interpreters.run_string(which, program)
    if error is not None: sys.exit(str(error))
"""


@needs_interpreters
@pytest.mark.parametrize("first", ["main", "sub"])
def test_legacy_sub_interpreters_have_loops_of_their_own(first: str) -> None:
    run_program(
        SUB
        + f"PROGRAM = {ALONE!r}\n"
        + (PROGRAM if first == "main" else "")
        + textwrap.dedent("""
            import gc
            first, second = legacy(), legacy()
            run_in(first, PROGRAM)
            run_in(second, PROGRAM)
            interpreters.destroy(first)
            run_in(second, PROGRAM)
            interpreters.destroy(second)
            """)
        + PROGRAM
        + "gc.collect()\n"
    )


@needs_interpreters
def test_an_isolated_sub_interpreter_is_refused_or_works() -> None:
    program = f"""
try: import netuv
except ImportError as error:
    if "subinterpreter" not in str(error): raise
else:
{textwrap.indent(ALONE, "    ")}
"""
    run_program(SUB + f"sub = isolated()\nrun_in(sub, {program!r})\ninterpreters.destroy(sub)\n")


# -- the end ------------------------------------------------------------------------------------


@pytest.mark.parametrize("busy", ["waits", "echoes", "ticks"])
def test_a_daemon_thread_in_its_run_does_not_hinder_the_end(busy: str) -> None:
    run_program(
        f"BUSY = {busy!r}\n"
        + textwrap.dedent("""
            import threading
            import netuv

            running = threading.Event()

            def serve():
                loop = netuv.get_loop()
                server = netuv.create_server(lambda s: s.pipe(s))
                def again(*_):
                    running.set()
                    if BUSY == "ticks": netuv.set_immediate(again)
                def up():
                    if BUSY != "echoes": return again()
                    client = netuv.connect(server.address().port, "127.0.0.1")
                    client.on("data", lambda chunk: (client.write(chunk), again()))
                    client.write(b"round")
                server.listen(0, "127.0.0.1", up)
                loop.run()

            threading.Thread(target=serve, daemon=True).start()
            running.wait(30)
            """)
    )


def test_a_daemon_thread_in_an_asyncio_loop_does_not_hinder_the_end() -> None:
    run_program(
        textwrap.dedent("""
            import asyncio, threading
            import netuv

            running = threading.Event()

            async def serve():
                server = netuv.create_server(lambda s: s.pipe(s))
                await server.listen(0, "127.0.0.1")
                client = await netuv.connect(server.address().port, "127.0.0.1")
                client.write(b"round")
                async for chunk in client:
                    client.write(chunk)
                    running.set()

            threading.Thread(target=asyncio.run, args=(serve(),), daemon=True).start()
            running.wait(30)
            """)
    )
