"""The C core alone: the programs of tests/c, built with the sanitizers where there are any."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.programs import ROOT, child_environment

HERE = Path(__file__).parent
PROGRAMS = [
    "test_core",
    "test_host",
    "test_limits",
    "test_timers",
    "test_user_buffer",
    "test_failing",
    "test_accept",
    "test_process",
    "test_cut",
    "test_entries",
]
# world.c stands between the core and these of libuv's.
WATCHED = [f"-D{name}=world_{name}" for name in ("uv_run", "uv_write", "uv_try_write")]
SHORT = ["-DNUV__LONGEST=4096"]  # of test_cut, which need not write gigabytes then
SANITIZE = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
WATCH_THREADS = ["-fsanitize=thread", "-O1"]

fcntl = pytest.importorskip("fcntl", reason="the peers are POSIX sockets")


def names_in(program: str) -> list[str]:
    text = (HERE / f"{program}.c").read_text()
    return re.findall(r"^    TEST\((\w+)\),$", text, re.MULTILINE)


CASES = [(program, name) for program in PROGRAMS for name in names_in(program)]
THREADED = [  # those where more than one thread is at work
    (program, name)
    for program, name in CASES
    if any(word in name for word in ("thread", "lookup", "wake", "answer"))
]


def compiler(*arguments: object, at: Path) -> subprocess.CompletedProcess[str]:
    """Runs the C compiler in the directory ``at``."""
    command = [os.environ.get("CC", "cc"), *map(str, arguments)]
    return subprocess.run(command, cwd=at, capture_output=True, text=True)


def usable(options: list[str], at: Path) -> list[str]:
    """Those of sanitizers; none where the compiler lacks their run-time libraries."""
    (at / "empty.c").write_text("int main(void) { return 0; }\n")
    if compiler(*options, "-o", "empty", "empty.c", at=at).returncode != 0:
        return []
    run = subprocess.run([at / "empty"], capture_output=True)  # the kernel may have no room
    return options if run.returncode == 0 else []


def libuv_s(flags: str) -> list[str]:
    command = [sys.executable, "csrc/find_libuv.py", flags]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return shlex.split(found.stdout)


def build(*arguments: object, at: Path) -> None:
    built = compiler(*arguments, at=at)
    assert built.returncode == 0, built.stderr


def build_all(directory: Path, sanitizers: list[str]) -> None:
    """Compiles the core once, and links each program with it."""
    options = ["-std=c11", "-g", "-D_GNU_SOURCE", f"-I{ROOT / 'csrc'}", *libuv_s("--cflags")]
    options += sanitizers
    core = sorted(set((ROOT / "csrc").glob("*.c")) - {ROOT / "csrc" / "platform_win.c"})
    build(*options, "-c", HERE / "world.c", at=directory)
    build(*options, *WATCHED, "-c", *core, at=directory)
    short = ("-c", ROOT / "csrc" / "write.c", "-o", "short_write.o")
    build(*options, *WATCHED, *SHORT, *short, at=directory)
    for program in PROGRAMS:
        objects = [f"{source.stem}.o" for source in (HERE / "world.c", *core)]
        mine = [*options]
        if program == "test_cut":
            objects[objects.index("write.o")] = "short_write.o"
            mine += SHORT
        parts = [HERE / f"{program}.c", *objects, *libuv_s("--libs"), "-lpthread", "-ldl"]
        build(*mine, "-o", program, *parts, at=directory)


def missing() -> str | None:
    """What a build needs and this machine lacks."""
    if shutil.which(os.environ.get("CC", "cc")) is None:
        return "no C compiler"
    search = [sys.executable, "csrc/find_libuv.py", "--cflags"]
    if subprocess.run(search, cwd=ROOT, capture_output=True).returncode != 0:
        return "no libuv headers"
    return None


def build_once(tmp_path_factory: pytest.TempPathFactory, name: str, options: list[str]) -> Path:
    """The directory of the programs, built once for all workers of this run, with these
    sanitizers where there are any: the file ``built`` in it names them.
    """
    if (lack := missing()) is not None:
        pytest.skip(lack)
    directory = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        directory = directory.parent
    directory /= name
    directory.mkdir(exist_ok=True)
    with open(directory / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (directory / "built").exists():
            sanitizers = usable(options, directory)
            build_all(directory, sanitizers)
            (directory / "built").write_text(" ".join(sanitizers))
    return directory


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_once(tmp_path_factory, "core", SANITIZE)


@pytest.fixture(scope="module")
def watched_programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs with ThreadSanitizer."""
    directory = build_once(tmp_path_factory, "threads", WATCH_THREADS)
    if not (directory / "built").read_text():
        pytest.skip("no ThreadSanitizer here")
    return directory


@pytest.mark.parametrize("name", PROGRAMS)
def test_every_test_of_the_program_is_listed(programs: Path, name: str) -> None:
    command = [str(programs / name), "--list"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True)
    assert listed.stdout.split() == names_in(name)


def run_one(directory: Path, program: str, name: str, at: Path) -> None:
    done = subprocess.run(
        [str(directory / program), name],
        cwd=at,
        env=child_environment(),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(("program", "name"), CASES)
def test_a_test_of_the_c_program_passes(
    programs: Path, program: str, name: str, tmp_path: Path
) -> None:
    run_one(programs, program, name, tmp_path)


@pytest.mark.parametrize(("program", "name"), THREADED)
def test_no_thread_of_the_core_meets_another_one_unordered(
    watched_programs: Path, program: str, name: str, tmp_path: Path
) -> None:
    run_one(watched_programs, program, name, tmp_path)
