"""Runs one scenario in Node or in netuv and gives its trace."""

from __future__ import annotations

import atexit
import contextlib
import functools
import json
import os
import re
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conformance.parity.differences import DIFFERENCES
from support.programs import ROOT, SANITIZED, child_environment, python_path

HERE = Path(__file__).parent
# Each scenario's path without its suffix, .js for Node and .py for netuv. What begins with an
# underscore is what they share.
SCRIPTS = [path for path in HERE.rglob("*.js") if not path.name.startswith("_")]
PATHS = {path.stem: path.with_suffix("") for path in SCRIPTS}
assert len(PATHS) == len(SCRIPTS), "scenarios of two subjects have the same name"
SCENARIOS = sorted(PATHS)
SECONDS = 30

Done = tuple[int, bytes, bytes]  # status, standard output, standard error
Runner = Callable[[list[str], dict[str, str]], Done]

# The real Nodes that scenarios name by their major version, and where .ci/nodes puts them.
PARTNERS = {
    version.split(".")[0]: version for version in (HERE / "partners.txt").read_text("utf-8").split()
}
NODES = Path(os.environ.get("NETUV_NODES") or ROOT / ".node")
# A scenario that names none is v18's.
DEFAULT = "18"
NAMED = re.compile(r"// node: (\d+)")
# v18's default, in those that have another: one address at a time.
NODE_OPTIONS = {major: ["--no-network-family-autoselection"] for major in PARTNERS}
NODE_OPTIONS[DEFAULT] = []


def lines_of(name: str) -> list[str]:
    """The JavaScript of a scenario, without the line that names its partner."""
    lines = PATHS[name].with_suffix(".js").read_text("utf-8").splitlines()
    return lines[1:] if NAMED.fullmatch(lines[0]) else lines


@functools.cache
def major_of(name: str) -> str:
    """The major version of the Node that this scenario is compared with."""
    with open(PATHS[name].with_suffix(".js"), encoding="utf-8") as script:
        named = NAMED.fullmatch(script.readline().rstrip("\n"))
    return named[1] if named else DEFAULT


@functools.cache
def version_found(version: str) -> str | None:
    """What the Node that should be this version says it is; None where there is none."""
    try:
        said = subprocess.run(
            [NODES / version / "bin" / "node", "--version"],
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=True,
        )
    except (FileNotFoundError, NotADirectoryError):
        return None
    return said.stdout.strip().removeprefix("v")


def node(major: str = DEFAULT) -> list[str]:
    """The command that runs this one of PARTNERS. The test is skipped where it is missing, and
    fails with CI set; it fails where there is another version in its place.
    """
    version = PARTNERS[major]
    path = NODES / version / "bin" / "node"
    found = version_found(version)
    if found is None:
        reason = f"no {path}: .ci/nodes fetches it"
        if os.environ.get("CI"):
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    if not f"{found}.".startswith(f"{version}."):
        pytest.fail(f"{path} is Node {found}, not {version}", pytrace=False)
    return [str(path), *NODE_OPTIONS[major]]


def _trace(run: Runner, command: list[str], **settings: str) -> list[str]:
    # Under /tmp and short: a Unix socket's path has 107 bytes at most.
    with tempfile.TemporaryDirectory(prefix="nuv", dir="/tmp") as directory:
        environment = {**child_environment(PARITY_DIRECTORY=directory), **settings}
        status, output, errors = run(command, environment)
    lines = output.decode().splitlines()
    if errors:
        lines += ["on standard error:", *errors.decode(errors="replace").splitlines()]
    if status:
        lines.append(f"status {status}")
    return lines


def run_alone(command: list[str], environment: dict[str, str]) -> Done:
    """In a process of its own."""
    # Files take all at once: what Node writes to a pipe that is full is an error.
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        done = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=errors,
            timeout=SECONDS,
            check=False,
        )
        output.seek(0)
        errors.seek(0)
        return done.returncode, output.read(), errors.read()


def run_forked(command: list[str], environment: dict[str, str]) -> Done:
    """The same of a Python program, in a fork of a Python that has netuv already."""
    forks = _forks()
    assert forks.stdin is not None and forks.stdout is not None
    with tempfile.TemporaryDirectory(prefix="nuv") as directory:
        output, errors = Path(directory, "output"), Path(directory, "errors")
        order = {"script": command[1], "environment": environment}
        order.update(output=str(output), errors=str(errors))
        forks.stdin.write(json.dumps(order) + "\n")
        forks.stdin.flush()
        if not select.select([forks.stdout], [], [], SECONDS)[0]:
            os.killpg(forks.pid, signal.SIGKILL)
            _forks.cache_clear()
            raise subprocess.TimeoutExpired(command, SECONDS, output.read_bytes())
        return int(forks.stdout.readline()), output.read_bytes(), errors.read_bytes()


@functools.cache
def _forks() -> subprocess.Popen[str]:
    """One for each process that runs tests; ends with its standard input."""
    forks = subprocess.Popen(
        [sys.executable, str(HERE / "_forks.py")],
        env=child_environment(PYTHONPATH=python_path(HERE)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    atexit.register(forks.communicate)
    return forks


@functools.cache
def node_trace(name: str) -> tuple[str, ...]:
    """What Node prints for this scenario, asked once in the run that `PARITY_TRACES` is for."""
    kept = os.environ.get("PARITY_TRACES")
    if kept is None:
        return _ask_node(name)
    path = Path(kept, f"{name}.json")
    with contextlib.suppress(FileNotFoundError):
        return tuple(json.loads(path.read_text("utf-8")))
    trace = _ask_node(name)
    with tempfile.NamedTemporaryFile("w", dir=kept, encoding="utf-8", delete=False) as file:
        json.dump(trace, file)
    os.replace(file.name, path)  # whole at once: another worker may look
    return trace


def _ask_node(name: str) -> tuple[str, ...]:
    command = node(major_of(name))
    script = str(PATHS[name].with_suffix(".js"))
    return tuple(_trace(run_alone, [*command, script], PARITY_NODE=major_of(name)))


def netuv_trace(name: str, **settings: str) -> tuple[str, ...]:
    """What netuv prints for this scenario, with these environment variables."""
    # A fork has this netuv, and the sanitizers report of processes.
    alone = "PYTHONPATH" in settings or SANITIZED
    settings.setdefault("PYTHONPATH", python_path(HERE))
    settings["PARITY_NODE"] = major_of(name)
    run = run_alone if alone or not hasattr(os, "fork") else run_forked
    return tuple(_trace(run, [sys.executable, str(PATHS[name].with_suffix(".py"))], **settings))


def expected_trace(name: str) -> tuple[str, ...]:
    """Node's trace with the differences that are on purpose put in."""
    lines = node_trace(name)
    for difference in DIFFERENCES:
        if difference.scenario != name:
            continue
        length = len(difference.node)
        places = [
            at for at in range(len(lines)) if lines[at : at + length] == tuple(difference.node)
        ]
        assert len(places) == 1, f"{len(places)} times in Node's trace: {difference}"
        at = places[0]
        lines = lines[:at] + tuple(difference.ours) + lines[at + length :]
    return lines
