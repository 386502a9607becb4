"""What a type checker sees of netuv: a right program passes, wrong lines do not."""

from __future__ import annotations

import importlib.util
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support.programs import PACKAGE, child_environment, python_path

import netuv
from netuv._net import connect_options, listen_options
from netuv._net import types as net_types

HERE = Path(__file__).resolve().parent / "typing"

needs_mypy = pytest.mark.skipif(
    importlib.util.find_spec("mypy") is None, reason="mypy is not installed (extra: lint)"
)


def mypy(cache: Path, *files: Path) -> str:
    """What ``mypy --strict`` says of the files, errors only."""
    environment = child_environment()
    if PACKAGE.parent.name != "site-packages":  # there mypy looks by itself
        environment["MYPYPATH"] = str(PACKAGE.parent)
    command = [sys.executable, "-m", "mypy", "--strict", "--warn-unused-ignores"]
    config = cache / "mypy.ini"
    config.write_text("[mypy]\n", "utf-8")
    command += ["--config-file", str(config), "--cache-dir", str(cache), "--no-error-summary"]
    result = subprocess.run(
        [*command, *map(str, files)],
        capture_output=True,
        text=True,
        cwd=cache,
        env=environment,
        timeout=110,
        check=False,
    )
    assert result.stderr == ""
    return result.stdout


@needs_mypy
def test_a_user_s_program_passes(tmp_path: Path) -> None:
    assert mypy(tmp_path, HERE / "program.py") == ""


@needs_mypy
def test_each_wrong_line_does_not_pass(tmp_path: Path) -> None:
    assert mypy(tmp_path, HERE / "wrong.py") == ""


def test_the_typed_program_runs() -> None:
    result = subprocess.run(
        [sys.executable, str(HERE / "program.py")],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        env=child_environment(PYTHONPATH=python_path()),
        check=False,
    )
    assert (result.stdout, result.stderr) == ("fine\n", "")


def test_each_line_that_must_be_wrong_says_how() -> None:
    lines = (HERE / "wrong.py").read_text("utf-8").splitlines()
    marked = [line for line in lines if re.search(r"# type: ignore\[[a-z-]+\]$", line)]
    assert len(marked) > 60
    assert not [line for line in lines if "type: ignore" in line and line not in marked]


def test_the_keywords_a_type_checker_knows_are_those_that_are_taken() -> None:
    connect = set(net_types.ConnectToPort.__annotations__) | set(
        net_types.ConnectToPath.__annotations__
    )
    connect |= set(net_types.ConnectKeywords.__annotations__)
    assert connect == connect_options.KEYWORDS
    assert set(net_types.ListenKeywords.__annotations__) == listen_options.KEYWORDS
    server = set(inspect.signature(netuv.Server).parameters) - {"connection_listener"}
    assert set(net_types.ServerKeywords.__annotations__) == server


def test_the_package_says_that_it_is_typed() -> None:
    assert (PACKAGE / "py.typed").is_file()
