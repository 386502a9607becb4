"""The C core alone: the programs of tests/c, built with the sanitizers where there are any."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import child_environment

ROOT = Path(__file__).parent.parent
HERE = ROOT / "tests" / "c"
NAMES = re.findall(r"^    TEST\((\w+)\),$", (HERE / "test_core.c").read_text(), re.MULTILINE)
SANITIZE = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the peers are POSIX sockets")


def build(program: Path) -> str | None:
    """Compiles the test program; what the compiler says if it fails."""
    compiler = shutil.which(os.environ.get("CC", "cc"))
    if compiler is None:
        return "no C compiler"
    found = subprocess.run(
        [sys.executable, "csrc/find_libuv.py", "--cflags"], cwd=ROOT, capture_output=True, text=True
    )
    if found.returncode != 0:
        return "no libuv headers"
    command = [compiler, "-std=c11", "-g", "-D_GNU_SOURCE", "-Icsrc", *shlex.split(found.stdout)]
    command += ["-o", str(program), *map(str, [HERE / "test_core.c", HERE / "world.c"])]
    command += [*map(str, sorted((ROOT / "csrc").glob("*.c"))), "-luv", "-lpthread"]
    for extra in (SANITIZE, []):  # not every compiler has their run-time libraries
        built = subprocess.run([*command, *extra], cwd=ROOT, capture_output=True, text=True)
        if built.returncode == 0:
            return None
    return built.stderr


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("core") / "test_core"
    trouble = build(path)
    if trouble in ("no C compiler", "no libuv headers"):
        pytest.skip(trouble)
    assert trouble is None, trouble
    return path


def test_every_test_of_the_program_is_listed(program: Path) -> None:
    listed = subprocess.run([str(program), "--list"], capture_output=True, text=True, check=True)
    assert listed.stdout.split() == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_core(program: Path, name: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [str(program), name],
        cwd=tmp_path,
        env=child_environment(),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
