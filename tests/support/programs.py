"""Programs in processes of their own: Pythons with netuv, and the tools of others."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import netuv

ROOT = Path(__file__).resolve().parents[2]  # of the source tree
PACKAGE = Path(netuv.__file__).resolve().parent  # the netuv that is tested
SANITIZED = os.environ.get("NETUV_SANITIZE") == "1"  # .ci/sanitize runs the suite
LANE = os.environ.get("NETUV_LANE") or str(netuv._native.lane.name)
SECONDS = 60  # that a program may take

# What each program of start() begins with.
PRELUDE = """
import os, resource, signal, socket, sys, threading, time
import netuv
def say(*words):
    print(*words, flush=True)
"""


def child_environment(**variables: str) -> dict[str, str]:
    """The environment for a program that a test starts: this process's own, and ``variables``.

    Where the suite runs under the sanitizers, their preloaded libraries are left out: they are
    not for foreign programs, and ``sys.executable`` loads them itself.
    """
    environment = dict(os.environ)
    if SANITIZED:
        environment.pop("LD_PRELOAD", None)
    return {**environment, **variables}


def python_path(*folders: Path) -> str:
    """PYTHONPATH for a program: the netuv that is tested, ``folders``, and what is there now."""
    own = [str(folder) for folder in (PACKAGE.parent, *folders)]
    return os.pathsep.join([*own, *filter(None, [os.environ.get("PYTHONPATH")])])


def run_program(program: str, *options: str) -> None:
    """Has a Python of its own run ``program``, which ends well and has nothing to complain of."""
    result = subprocess.run(
        [sys.executable, *options, "-c", program],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        env=child_environment(),
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, ""), result.stderr


def start(program: str, *arguments: str, **variables: str) -> subprocess.Popen[str]:
    """A Python that runs PRELUDE and ``program``, its output in pipes; its environment gets
    ``variables``.
    """
    return subprocess.Popen(
        [sys.executable, "-c", PRELUDE + textwrap.dedent(program), *arguments],
        env={**child_environment(PYTHONPATH=python_path()), **variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(child: subprocess.Popen[str]) -> list[str]:
    """The lines that a program prints to its end, which is a clean one."""
    try:
        output, errors = child.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        output, errors = child.communicate()
        pytest.fail(f"the child hangs after {output!r} {errors!r}")
    assert (child.returncode, errors) == (0, "")
    return output.splitlines()


def tool(name: str) -> str:
    """The path of a program; the test is skipped without it."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin:/sbin")
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def shared_library(source: Path, directory: Path) -> Path:
    """The C file ``source``, compiled into ``directory``; skipped where nothing compiles it."""
    compiler = os.environ.get("CC", "cc")
    if shutil.which(compiler) is None:
        pytest.skip("no C compiler")
    library = directory / f"{source.stem}.so"
    command = [compiler, "-std=gnu11", "-O1", "-shared", "-fPIC", "-o", library, source, "-ldl"]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    return library
