"""Which faults there are: the points that a run without a fault comes to, times their errors."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .calls import ERRORS, EVERY_BYTE, SHORT, number_of

HERE = Path(__file__).parent
LIMIT = 2.5  # seconds for one scenario; they take a hundredth of it
PATIENCE = 6.0  # for one that was late: it may have been the machine
COUNTINGS = 5
FIRST = {"startup"}  # scenarios in a process that has not imported netuv before

# The run-time libraries of a netuv that was built with sanitizers, to be loaded before it:
# libasan.so first. They have the allocator then, whose calls do not fail.
SANITIZERS = [path for path in os.environ.get("FAULTS_SANITIZERS", "").split(os.pathsep) if path]


@dataclass(frozen=True)
class Fault:
    """Call ``number`` of ``call`` gives ``error``, or moves ``limit`` bytes only."""

    lane: str
    scenario: str
    call: str
    number: int
    error: str  # "short" where it moves fewer bytes
    limit: int = 0

    def job(self) -> dict[str, Any]:
        name, _, times = self.error.partition("*")
        return {
            "scenario": self.scenario,
            "call": self.call,
            "first": self.number,
            "last": self.number + int(times or 1) - 1,
            "error": 0 if name == "short" else number_of(name),
            "limit": self.limit,
        }

    def command(self) -> str:
        """What tries this one alone."""
        options = f"--lane {self.lane} --only {self.scenario} --call {self.call}"
        return f'make faults ARGS="{options} --number {self.number} --error {self.kind()}"'

    def kind(self) -> str:
        return f"short:{self.limit}" if self.error == "short" else self.error

    def __str__(self) -> str:
        return f"{self.lane:6} {self.scenario} {self.call} {self.number} {self.kind()}"


class Worker:
    """A process that forks a child for each job."""

    def __init__(self, interposer: Path, lane: str, is_cold: bool) -> None:
        environment = dict(os.environ)
        path = [str(HERE.parent), *filter(None, [environment.get("PYTHONPATH")])]
        environment["PYTHONPATH"] = os.pathsep.join(path)
        environment["LD_PRELOAD"] = os.pathsep.join([str(interposer), *SANITIZERS])
        environment["NETUV_LANE"] = lane
        environment["MALLOC_PERTURB_"] = "165"  # what is used after it was freed crashes sooner
        environment.pop("NETUV_AIO", None)
        warmth = "cold" if is_cold else "warm"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "faults.worker", str(interposer), warmth],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.names: list[str] = self._answer()

    def _answer(self) -> Any:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the worker ended with status {self.process.wait()}")
        return json.loads(line)

    def run(self, job: dict[str, Any], limit: float = LIMIT) -> dict[str, Any]:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({**job, "limit_s": limit}) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = self._answer()
        return answer

    def close(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


def build(directory: Path) -> Path:
    """Compiles the interposer into ``directory``; raises CalledProcessError where that fails."""
    root = HERE.parent.parent
    library = directory / "faults.so"
    flags = subprocess.run(
        [sys.executable, str(root / "csrc" / "find_libuv.py"), "--cflags"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    options = ["-std=c11", "-O1", "-g", "-shared", "-fPIC", *flags]
    options += ["-DFAULTS_NO_MALLOC"] if SANITIZERS else []
    command = [os.environ.get("CC", "cc"), *options, "-o", str(library), str(HERE / "faults.c")]
    subprocess.run([*command, "-ldl"], check=True, capture_output=True, text=True)
    return library


def count(worker: Worker, scenario: str) -> dict[str, Any]:
    """A scenario without a fault: how often it makes each call, and how much each call moves.

    Of a few runs the one with the fewest calls: that many there are every time.
    """
    runs = [worker.run({"scenario": scenario}, PATIENCE) for _ in range(COUNTINGS)]
    for run in runs:
        if run["end"] != "ok" or run["failures"] or run["stderr"]:
            raise RuntimeError(f"{scenario} fails without a fault: {json.dumps(run, indent=1)}")
    least = runs[0]
    least["counts"] = {
        name: min(run["counts"].get(name, 0) for run in runs) for name in least["counts"]
    }
    return least


def lengths_to_try(size: int) -> list[int]:
    """How many bytes a call that moved ``size`` is to move instead."""
    if size <= EVERY_BYTE:
        return list(range(1, size))
    return sorted({1, 2, size // 2, size - 1})


def faults_of(lane: str, scenario: str, counted: dict[str, Any]) -> Iterator[Fault]:
    """Every fault at every point of a scenario."""
    for call, seen in sorted(counted["counts"].items()):
        for number in range(1, seen + 1):
            for error in ERRORS[call]:
                yield Fault(lane, scenario, call, number, error)
            if call in SHORT:
                for limit in lengths_to_try(counted["sizes"][call][number - 1]):
                    yield Fault(lane, scenario, call, number, "short", limit)
            if call == "epoll_wait":
                for limit in (0, 1):
                    yield Fault(lane, scenario, call, number, "short", limit)
