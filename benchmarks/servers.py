"""The servers that are compared: which of them are here, and one of them running."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
BUILD = HERE / "build"
PEERS = HERE / "peers"
START_SECONDS = 20
# asyncio and uvloop read into a new 256 KiB each time; glibc may give that back to the kernel
# each time, which costs more than all the rest. They are measured at their best.
KEEP_MEMORY = {"MALLOC_MMAP_THRESHOLD_": "1048576", "MALLOC_TRIM_THRESHOLD_": "16777216"}

sys.path.insert(0, str(ROOT / "csrc"))

from find_libuv import find_libuv  # noqa: E402


class Server(NamedTuple):
    """What starts a peer, what to add to its environment, and its version."""

    name: str
    command: list[str]
    environment: dict[str, str]
    version: str


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def compile_c(name: str, *flags: str) -> str:
    """Compile c/NAME.c, unless that was done."""
    BUILD.mkdir(exist_ok=True)
    source, target = HERE / "c" / f"{name}.c", BUILD / name
    command = [os.environ.get("CC", "cc"), "-O2", "-std=c11", "-D_GNU_SOURCE=1"]
    command += [str(source), "-o", str(target), *flags]
    stamp, done = " ".join(command), BUILD / f"{name}.command"
    fresh = target.exists() and target.stat().st_mtime > source.stat().st_mtime
    if not (fresh and done.exists() and done.read_text() == stamp):
        subprocess.run(command, check=True)
        done.write_text(stamp)
    return str(target)


def c_server() -> Server:
    """The limit, over the libuv that the build of netuv would take."""
    libuv = find_libuv()
    flags = libuv.cflags()
    flags += [f"-L{path}" for path in libuv.library_dirs]
    flags += [f"-Wl,-rpath,{path}" for path in libuv.runtime_library_dirs]
    flags += [f"-l{name}" for name in libuv.libraries] + libuv.extra_link_args
    return Server("C libuv", [compile_c("echo_uv", *flags)], {}, str(libuv))


def answer(*command: str) -> str | None:
    """What the program prints, None if it fails. Run where ./netuv is not on Python's path."""
    done = subprocess.run(command, cwd=PEERS, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else None


def version_in(python: str, module: str) -> str | None:
    implementation = "f'{platform.python_implementation()} {platform.python_version()}'"
    package = f"__import__({module.partition('.')[0]!r})"
    code = f"import platform, {module}; v = getattr({package}, '__version__', '')"
    code += f"; print({implementation}, v)"
    return answer(python, "-c", code)


def find_pypy(given: str | None) -> str | None:
    """A PyPy: the one that was given, that of `make PYTHON=pypy3`, or the system's."""
    own = ROOT / ".venv-pypy3" / "bin" / "python"
    return given or (str(own) if own.exists() else shutil.which("pypy3"))


class Finder:
    """Collects the peers that are here; says why one is not."""

    def __init__(self) -> None:
        self.servers: list[Server] = []

    def python(self, name: str, python: str, module: str, script: str, **environment: str) -> None:
        """A peer in Python, which needs ``module``; ``script``: its file and arguments."""
        version = version_in(python, module)
        if version is None:
            say(f"{name} is left out: {Path(python).name} cannot import {module}")
            return
        file, *arguments = script.split()
        command = [python, str(PEERS / f"{file}.py"), *arguments]
        self.servers.append(Server(name, command, environment, version))

    def node(self) -> None:
        node = shutil.which("node")
        if node is None:
            say("Node is left out: not installed")
            return
        script = str(PEERS / "node_echo.js")
        self.servers.append(Server("Node", [node, script], {}, answer(node, "--version") or "?"))


def find_servers(pypy: str | None) -> list[Server]:
    """The peers of the main comparison, each in its own loop."""
    here = sys.executable
    finder = Finder()
    finder.servers.append(c_server())
    finder.python("netuv, C lane", here, "netuv._native._lane_c", "netuv_echo", NETUV_LANE="c")
    finder.python("netuv, Python lane", here, "netuv", "netuv_echo", NETUV_LANE="python")
    found = find_pypy(pypy)
    if found:
        finder.python("netuv, PyPy", found, "netuv", "netuv_echo", NETUV_LANE="python")
    else:
        say("netuv, PyPy is left out: no pypy3 here, and none given by --pypy")
    finder.python("uvloop", here, "uvloop", "uvloop_echo", **KEEP_MEMORY)
    finder.python("asyncio", here, "asyncio", "asyncio_echo", **KEEP_MEMORY)
    finder.node()
    return finder.servers


def find_hosted_servers() -> list[Server]:
    """The peers inside asyncio: netuv as a guest beside what the hosts have themselves."""
    here = sys.executable
    finder = Finder()
    for host in ("asyncio", "uvloop"):
        for style, title in (("listener", "netuv"), ("iteration", "netuv, async for")):
            script = f"netuv_in_asyncio_echo {host} {style}"
            finder.python(f"{title} in {host}", here, host, script, **KEEP_MEMORY)
    finder.python("uvloop", here, "uvloop", "uvloop_echo", **KEEP_MEMORY)
    finder.python("asyncio", here, "asyncio", "asyncio_echo", **KEEP_MEMORY)
    finder.python("uvloop streams", here, "uvloop", "streams_echo uvloop", **KEEP_MEMORY)
    finder.python("asyncio streams", here, "asyncio", "streams_echo asyncio", **KEEP_MEMORY)
    return finder.servers


def raise_open_files() -> int:
    """Allow this process and the servers as many open files as they may have; returns that."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return 1 << 30 if hard == resource.RLIM_INFINITY else hard


def environment() -> dict[str, str]:
    """Ours, in which Python keeps its bytecode: to compile leaves memory for the connections."""
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


class Running:
    """A server that runs, pinned to one core; ends with the `with` block."""

    def __init__(self, server: Server, core: int) -> None:
        self.name = server.name
        self.process = subprocess.Popen(
            server.command,
            stdout=subprocess.PIPE,
            text=True,
            env={**environment(), **server.environment},
            preexec_fn=lambda: os.sched_setaffinity(0, {core}),
        )
        self.pid = self.process.pid
        assert self.process.stdout is not None
        watchdog = threading.Timer(START_SECONDS, self.process.kill)
        watchdog.start()
        word, _, port = self.process.stdout.readline().partition(" ")
        watchdog.cancel()
        if word != "PORT":
            self.process.kill()
            raise SystemExit(f"{server.name} did not start")
        self.port = int(port)

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    def cpu(self) -> float:
        """Seconds of CPU time of all its threads, by the kernel's account."""
        return time.clock_gettime(~self.pid << 3 | 2)  # clock_getcpuclockid(3) of a process

    def settle(self, seconds: float = 10) -> None:
        """Wait until the server has nothing to do."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            before = self.cpu()
            time.sleep(0.2)
            if self.cpu() - before < 0.002:
                return
        raise SystemExit(f"{self.name} does not come to rest")

    def memory(self) -> int:
        """Bytes of resident memory, at rest."""
        self.settle()
        # smaps_rollup counts the pages; VmRSS is a sum of estimates since Linux 6.2.
        for name, key in (("smaps_rollup", "Rss:"), ("status", "VmRSS:")):
            try:
                text = Path(f"/proc/{self.pid}/{name}").read_text()
            except OSError:
                continue
            for line in text.splitlines():
                if line.startswith(key):
                    return int(line.split()[1]) * 1024
        raise SystemExit("/proc tells nothing of memory")
