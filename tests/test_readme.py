"""Every Python example of the README runs as it is written."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import child_environment

README = Path(__file__).resolve().parent.parent / "README.md"
BLOCKS = re.findall(r"^```python\n(.*?)^```$", README.read_text("utf-8"), re.M | re.S)


def test_the_readme_has_an_example() -> None:
    assert BLOCKS


@pytest.mark.parametrize("block", BLOCKS, ids=[f"example_{n}" for n in range(1, len(BLOCKS) + 1)])
def test_an_example_of_the_readme_runs_as_it_is_written(block: str) -> None:
    result = subprocess.run(
        [sys.executable, "-c", block],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        env=child_environment(),
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, "")
