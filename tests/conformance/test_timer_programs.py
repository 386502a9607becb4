"""Random programs of timers, immediates and ticks do the same in the same order as in Node.

Both run by a clock that stands still, so each program takes the same course whenever it runs.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conformance.parity import harness
from support.programs import SANITIZED, child_environment, python_path, shared_library

HERE = Path(__file__).parent / "timers"
SEED = int(os.environ.get("NETUV_TIMER_SEED", "1"))
PROGRAMS = int(os.environ.get("NETUV_TIMER_PROGRAMS", "300"))  # of each kind
# Node's other threads wake its loop now and then: one program in some ten thousand takes another
# course. So it is asked again before it is believed to differ.
CHANCES = 3

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or SANITIZED,
    reason="the clock is for glibc, and for an allocator that need not be loaded first",
)

Steps = list[list[Any]]


class Author:
    """Writes one program."""

    def __init__(self, seed: int, raises: bool) -> None:
        self.random = random.Random(seed)
        self.raises = raises
        self.things = 0

    def steps(self, least: int, most: int, depth: int = 0) -> Steps:
        if depth > 3:
            return []
        return [self.step(depth) for _ in range(self.random.randint(least, most))]

    def step(self, depth: int) -> list[Any]:
        if self.random.random() < 0.55 and self.things < 22:
            return self.new_thing(depth)
        kinds = ["clear", "clear", "refresh", "refresh", "busy", "busy", "busy", "ref", "unref"]
        kind = self.random.choice([*kinds, "has", "count", "throw"])
        if kind == "throw" and not (self.raises and depth > 0):
            kind = "busy"
        if kind == "busy":
            return [kind, self.random.choice([400, 600, 1000, 1000, 2000, 3000, 5000, 8000])]
        if kind in ("count", "throw"):
            return [kind]
        return [kind, self.random.randint(1, max(1, self.things))]

    def new_thing(self, depth: int) -> list[Any]:
        self.things += 1
        this = self.things
        kinds = ["set", "set", "set", "loose", "beat", "idle", "soon", "tick", "tick"]
        kind = self.random.choice(kinds)
        steps = self.steps(0, 3, depth + 1)
        if kind in ("soon", "tick"):
            return [kind, this, steps]
        made = [kind, this, self.random.choice([1, 1, 2, 3, 4, 5, 6, 8, 10]), steps]
        return [*made, self.random.randint(1, 4)] if kind == "beat" else made


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library with the clock."""
    return shared_library(HERE / "clock.c", tmp_path_factory.mktemp("clock"))


def traces(command: list[str], programs: Path, clock: Path) -> list[str]:
    environment = child_environment(LD_PRELOAD=str(clock), PYTHONPATH=python_path())
    done = subprocess.run(
        [*command, str(programs)], env=environment, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


@pytest.mark.parametrize("raises", [False, True], ids=["", "that raise"])
def test_programs_take_the_course_that_they_take_in_node(
    clock: Path, tmp_path: Path, raises: bool
) -> None:
    node = harness.node()
    written = [Author(SEED + number, raises).steps(6, 12) for number in range(PROGRAMS)]
    file = tmp_path / "programs.json"
    file.write_text(json.dumps(written), "utf-8")
    found = traces([sys.executable, str(HERE / "programs.py")], file, clock)
    for chance in range(CHANCES):
        expected = traces([*node, str(HERE / "programs.js")], file, clock)
        if found == expected or chance == CHANCES - 1:
            break
    assert len(found) == len(expected) == PROGRAMS
    assert sum(map(len, expected)) > 40 * PROGRAMS
    for program, line, line_of_node in zip(written, found, expected):
        assert line == line_of_node, json.dumps(program)
