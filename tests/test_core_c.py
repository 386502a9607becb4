"""The C core alone: the programs of tests/c, built with the sanitizers where there are any."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from helpers import child_environment

ROOT = Path(__file__).parent.parent
HERE = ROOT / "tests" / "c"
PROGRAMS = ["test_core", "test_host", "test_limits", "test_lent"]
SANITIZE = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the peers are POSIX sockets")


def names_in(program: str) -> list[str]:
    text = (HERE / f"{program}.c").read_text()
    return re.findall(r"^    TEST\((\w+)\),$", text, re.MULTILINE)


CASES = [(program, name) for program in PROGRAMS for name in names_in(program)]


def build(program: Path) -> str | None:
    """Compiles a test program; what the compiler says if it fails."""
    compiler = shutil.which(os.environ.get("CC", "cc"))
    if compiler is None:
        return "no C compiler"
    found = subprocess.run(
        [sys.executable, "csrc/find_libuv.py", "--cflags"], cwd=ROOT, capture_output=True, text=True
    )
    if found.returncode != 0:
        return "no libuv headers"
    command = [compiler, "-std=c11", "-g", "-D_GNU_SOURCE", "-Icsrc", *shlex.split(found.stdout)]
    command += ["-o", str(program), *map(str, [HERE / f"{program.name}.c", HERE / "world.c"])]
    command += [*map(str, sorted((ROOT / "csrc").glob("*.c"))), "-luv", "-lpthread", "-ldl"]
    for extra in (SANITIZE, []):  # not every compiler has their run-time libraries
        built = subprocess.run([*command, *extra], cwd=ROOT, capture_output=True, text=True)
        if built.returncode == 0:
            return None
    return built.stderr


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    directory = tmp_path_factory.mktemp("core")

    @cache
    def built(name: str) -> Path:
        trouble = build(directory / name)
        if trouble in ("no C compiler", "no libuv headers"):
            pytest.skip(trouble)
        assert trouble is None, trouble
        return directory / name

    return built


@pytest.mark.parametrize("name", PROGRAMS)
def test_every_test_of_the_program_is_listed(programs: Callable[[str], Path], name: str) -> None:
    command = [str(programs(name)), "--list"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True)
    assert listed.stdout.split() == names_in(name)


@pytest.mark.parametrize(("program", "name"), CASES)
def test_core(programs: Callable[[str], Path], program: str, name: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [str(programs(program)), name],
        cwd=tmp_path,
        env=child_environment(),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
