"""A sample of ``make faults``: calls that fail, one at a time, under each of its scenarios."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.programs import LANE, SANITIZED

import netuv
from faults.__main__ import SCENARIOS
from faults.aborts import ABORTS
from faults.calls import CANNOT_FAIL, ERRORS, SYMBOLS, SYSTEM_CANNOT_FAIL
from faults.points import FIRST, Fault, Worker, build, count, faults_of
from faults.trial import ABORTED, FAILED, SURVIVED, Bench, judge

ROUGHLY = 24  # faults of each scenario that are tried here; `make faults` tries all
FEW = 6  # and of one that takes long
pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or sys.implementation.name != "cpython" or SANITIZED,
    reason="the interposer is for glibc, and for an allocator that is nobody else's",
)
fcntl = pytest.importorskip("fcntl")
if sys.platform == "linux" and "/libuv" not in Path("/proc/self/maps").read_text():
    pytest.skip("libuv is in the module: nothing stands before it", allow_module_level=True)


@pytest.fixture(scope="session")
def interposer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library, built once for all workers of this run."""
    if shutil.which(os.environ.get("CC", "cc")) is None:
        pytest.skip("no C compiler")
    directory = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        directory = directory.parent
    directory /= "faults"
    directory.mkdir(exist_ok=True)
    with open(directory / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        library = directory / "faults.so"
        return library if library.exists() else build(directory)


@pytest.fixture(scope="session")
def bench(interposer: Path) -> Iterator[Bench]:
    made = Bench(interposer)
    yield made
    made.close()


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_call_that_fails_costs_no_more_than_an_error(bench: Bench, scenario: str) -> None:
    every = list(faults_of(LANE, scenario, bench.count(LANE, scenario)))
    number = FEW if scenario in FIRST else ROUGHLY
    sample = every[:: max(1, len(every) // number)]
    verdicts = [bench.attempt(fault) for fault in sample]
    bad = [v for v in verdicts if v.outcome not in (SURVIVED, ABORTED)]
    assert not bad, "\n".join(f"{v.fault}: {v.why}\n{v.fault.command()}" for v in bad)
    assert any(v.outcome == SURVIVED for v in verdicts)


# Faults that were not survived once.
MENDED = [
    ("asyncio_thread", "poll"),
    ("endings", "setsockopt"),
    ("echo", "eventfd"),
    ("echo", "pipe2"),
    ("echo", "pthread_rwlock_init"),
    ("startup", "pthread_mutex_init"),
    ("listening", "calloc"),
    ("shutdown", "calloc"),
]


@pytest.mark.parametrize(("scenario", "call"), MENDED)
def test_a_call_that_was_not_survived_once_is_survived_now(
    bench: Bench, scenario: str, call: str
) -> None:
    every = [f for f in faults_of(LANE, scenario, bench.count(LANE, scenario)) if f.call == call]
    assert every
    verdicts = [bench.attempt(fault) for fault in every[:: len(every) // FEW + 1]]
    assert [(v.fault, v.why) for v in verdicts if v.outcome not in (SURVIVED, ABORTED)] == []


# -- the harness itself --------------------------------------------------------------------


def result(end: str = "ok", stderr: str = "", failures: list[str] | None = None) -> dict[str, Any]:
    """What a worker may say."""
    return {"end": end, "stderr": stderr, "failures": failures or [], "log": [], "fired": 1}


FAULT = Fault("c", "echo", "calloc", 1, "ENOMEM")


@pytest.mark.parametrize(
    "said",
    [
        result("SIGSEGV"),
        result("hang"),
        result("exit status 1"),
        result(failures=["descriptors left"]),
        result(stderr="Exception ignored in: <function>"),
        result("SIGABRT", "faults: libuv aborts\n"),
        result("SIGABRT", "faults: netuv aborts\n"),
    ],
)
def test_what_is_not_survived_is_a_failure(said: dict[str, Any]) -> None:
    assert judge(FAULT, said).outcome == FAILED


def test_an_abort_of_libuv_s_that_is_on_the_list_is_no_failure() -> None:
    known = ABORTS[0]
    scenario = sorted(known.scenarios or SCENARIOS)[0]
    fault = Fault("c", scenario, known.call, 1, sorted(known.errors)[0])
    assert judge(fault, result("SIGABRT", "faults: libuv aborts\n")).outcome == ABORTED
    assert judge(fault, result("SIGABRT", "faults: netuv aborts\n")).outcome == FAILED


def test_the_same_calls_are_made_every_time(interposer: Path) -> None:
    worker = Worker(interposer, LANE, is_cold=False)
    try:
        counts = [count(worker, "echo")["counts"] for _ in range(2)]
    finally:
        worker.close()
    assert counts[0]["accept4"] == counts[1]["accept4"]
    assert counts[0]["calloc"] == counts[1]["calloc"]
    assert counts[0]["uv_tcp_connect"] == counts[1]["uv_tcp_connect"] == 3


def test_short_reads_and_writes_are_tried_at_every_byte(bench: Bench) -> None:
    counted = bench.count(LANE, "echo")
    sizes = counted["sizes"]["send"]
    assert 40 in sizes
    tried = [f.limit for f in faults_of(LANE, "echo", counted) if f.call == "send" and f.limit]
    assert sorted(tried) == sorted(n for size in sizes for n in range(1, size))


def undefined_symbols(library: Path) -> set[str]:
    """What a shared library takes from others."""
    command = ["nm", "--dynamic", "--undefined-only", str(library)]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return {line.split()[-1].partition("@")[0] for line in listed.splitlines()}


@pytest.mark.skipif(shutil.which("nm") is None, reason="no nm")
def test_every_call_of_the_core_s_can_fail_or_it_is_said_why_not() -> None:
    names = undefined_symbols(Path(netuv._native._core.__file__))  # type: ignore[attr-defined]
    ours = {SYMBOLS.get(name, name) for name in names if not re.match("_?Py", name)}
    cannot = {
        name
        for part in (CANNOT_FAIL, SYSTEM_CANNOT_FAIL)
        for names in part.values()
        for name in names
    }
    assert ours - set(ERRORS) - cannot == set()
    assert not set(ERRORS) & cannot


def test_the_list_of_scenarios_is_complete() -> None:
    from faults.scenarios import SCENARIOS as REGISTERED

    assert list(REGISTERED) == SCENARIOS
