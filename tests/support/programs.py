"""Small things that several test files need."""

from __future__ import annotations

import os
import subprocess
import sys


def child_environment() -> dict[str, str]:
    """The environment for a program that a test starts: this process's own.

    Where the suite runs under the sanitizers (``NETUV_SANITIZE=1``), their preloaded libraries
    are left out: they are not for foreign programs, and ``sys.executable`` loads them itself.
    """
    environment = dict(os.environ)
    if environment.get("NETUV_SANITIZE") == "1":
        environment.pop("LD_PRELOAD", None)
    return environment


def run_program(program: str, *options: str) -> None:
    """Has a Python of its own run ``program``, which ends well and has nothing to complain of."""
    result = subprocess.run(
        [sys.executable, *options, "-c", program],
        capture_output=True,
        text=True,
        timeout=60,
        env=child_environment(),
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, ""), result.stderr
