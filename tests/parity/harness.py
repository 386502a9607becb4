"""Runs one scenario in Node or in netuv and gives its trace."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from helpers import child_environment

import netuv
from parity.differences import DIFFERENCES

HERE = Path(__file__).parent
SCENARIOS = sorted(path.stem for path in HERE.glob("*.js") if not path.stem.startswith("_"))
SECONDS = 30

# v18's default: one address at a time.
NODE_OPTIONS = ("--no-network-family-autoselection",)


@functools.cache
def node() -> str | None:
    """The path of a Node that runs the scenarios, None where there is none."""
    found = shutil.which("node")
    if found is None:
        return None
    probe = subprocess.run(
        [found, *NODE_OPTIONS, "-e", ""], capture_output=True, timeout=SECONDS, check=False
    )
    return found if probe.returncode == 0 else None


def _trace(command: list[str], **settings: str) -> list[str]:
    # Under /tmp and short: a Unix socket's path has 107 bytes at most.
    with tempfile.TemporaryDirectory(prefix="nuv", dir="/tmp") as directory:
        environment = {**child_environment(), "PARITY_DIRECTORY": directory, **settings}
        done = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    lines = done.stdout.decode().splitlines()
    if done.stderr:
        lines += ["on standard error:", *done.stderr.decode(errors="replace").splitlines()]
    if done.returncode:
        lines.append(f"status {done.returncode}")
    return lines


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
    command = node()
    assert command is not None
    return tuple(_trace([command, *NODE_OPTIONS, str(HERE / f"{name}.js")]))


def netuv_trace(name: str, **settings: str) -> tuple[str, ...]:
    """What netuv prints for this scenario, with these environment variables."""
    package = str(Path(netuv.__file__).parent.parent)
    paths = [package, *filter(None, [os.environ.get("PYTHONPATH")])]
    settings.setdefault("PYTHONPATH", os.pathsep.join(paths))
    return tuple(_trace([sys.executable, str(HERE / f"{name}.py")], **settings))


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
