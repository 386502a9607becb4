"""Shows that the scenarios can fail: deliberate breaks, and which scenario each turns red.

    python tests/parity/mutations.py [--all] [PART ...]

Applies each break to a copy of the package and runs the scenarios (those whose names contain a
PART; all by default) that no earlier break has turned red; ``--all`` runs all of them for every
break. Ends with the scenarios that nothing turned red, and status 1 if there are any or if a
break no longer fits the code. Not part of ``make test``: it takes some minutes.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
sys.path.insert(1, str(HERE.parent.parent))

import netuv  # noqa: E402
from parity import harness  # noqa: E402
from parity.breaks import BREAKS, Break  # noqa: E402


class Red(NamedTuple):
    """What one break did."""

    broken: Break
    fits: bool
    scenarios: list[str]


def broken_copy(broken: Break, directory: Path) -> bool:
    """A copy of the package with the break in it; False if it does not fit."""
    package = Path(netuv.__file__).parent
    shutil.copytree(package, directory / "netuv", ignore=shutil.ignore_patterns("__pycache__"))
    path = directory / "netuv" / broken.file
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(broken.old, broken.new), encoding="utf-8")
    return text.count(broken.old) == 1


def is_red(name: str, directory: Path) -> bool:
    try:
        ours = harness.netuv_trace(name, PYTHONPATH=str(directory), PYTHONDONTWRITEBYTECODE="1")
    except Exception:  # it hangs, say
        return True
    return ours != harness.expected_trace(name)


def try_break(broken: Break, names: list[str], jobs: int) -> Red:
    with tempfile.TemporaryDirectory(prefix="nuv") as text:
        directory = Path(text)
        if not broken_copy(broken, directory):
            return Red(broken, False, [])
        with ThreadPoolExecutor(jobs) as pool:
            reds = pool.map(lambda name: is_red(name, directory), names)
            return Red(broken, True, [name for name, red in zip(names, reds) if red])


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--all", action="store_true", help="every scenario for every break")
    parser.add_argument("part", nargs="*", help="only scenarios with such names")
    options = parser.parse_args()
    harness.SECONDS = 10
    jobs = len(os.sched_getaffinity(0))
    names = [n for n in harness.SCENARIOS if any(part in n for part in options.part or [""])]
    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(harness.node_trace, names))
    green, stale = list(names), 0
    for broken in BREAKS:
        red = try_break(broken, names if options.all else green, jobs)
        stale += not red.fits
        what = f"{len(red.scenarios)} red" if red.fits else "DOES NOT FIT"
        print(f"{broken.file}: {broken.new.strip().splitlines()[0][:60]!r}: {what}", flush=True)
        for name in red.scenarios:
            print(f"    {name}")
        green = [name for name in green if name not in red.scenarios]
    print(f"{len(names) - len(green)} of {len(names)} seen red; never: {' '.join(green) or 'none'}")
    return 1 if green or stale else 0


if __name__ == "__main__":
    sys.exit(main())
