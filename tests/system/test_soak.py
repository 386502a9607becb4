"""A few seconds of ``make soak``: too short to judge growth, long enough to see it run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.programs import LANE, child_environment

PROGRAM = Path(__file__).parent / "soak.py"
pytestmark = pytest.mark.skipif(
    not os.path.isdir("/proc/self/fd"), reason="what it watches is in /proc"
)


def test_a_short_soak_loses_nothing_and_leaves_nothing_open() -> None:
    done = subprocess.run(
        [sys.executable, str(PROGRAM), "--lane", LANE, "--minutes", "0.05", "--no-memory"],
        env=child_environment(NETUV_LANE=LANE),
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "connections" in done.stdout
