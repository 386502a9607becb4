"""Shows that the table's checks can fail: deliberate breaks, and which checks each turns red.

    python tests/manual/mutations.py [--mine] [--last N]

Applies each break, those of tests/parity/mutations.py too unless ``--mine``, to a copy of the
package and runs all checks. A break that turns very many red shows nothing of each, as they all
begin with a connection: it does not count. Ends with the rows whose checks nothing turned red, and
status 1 if there are any or if a break no longer fits the code. Not part of ``make test``: it
takes minutes.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[0] = str(HERE.parent)
if "NETUV_BROKEN" not in os.environ:
    sys.path.insert(1, str(HERE.parent.parent))

import pytest  # noqa: E402
from helpers import child_environment  # noqa: E402

import manual  # noqa: E402, F401  # the chapters fill the table
from manual.table import ROWS, Check  # noqa: E402
from manual.world import World  # noqa: E402

JOBS = 3
BROAD = 20  # checks
SECONDS = 12  # what a check that hangs where no deadline reaches costs


def checks() -> list[Check]:
    """Each check once, in the table's order."""
    return list(dict.fromkeys(row.check for row in ROWS if row.check is not None))


def is_green(check: Check) -> bool:
    try:
        with World() as world:
            check(world)
    except (Exception, pytest.skip.Exception):
        return False
    return True


def run_from(first: int) -> None:
    """In the process with the broken package: tells the number of each check, then if it is red."""
    red = 0
    with os.fdopen(os.dup(1), "w") as told:
        os.dup2(2, 1)  # what a break prints
        for number, check in enumerate(checks()[first:], first):
            if red > BROAD:
                return
            print(number, end=" ", file=told, flush=True)
            signal.alarm(SECONDS)
            green = is_green(check) or is_green(check)  # a red one may be chance
            red += not green
            print("green" if green else "red", file=told, flush=True)
            signal.alarm(0)


def red_checks(directory: Path) -> set[int]:
    """The numbers of the checks that are red with the package in ``directory``.

    Of more than ``BROAD`` only the first.
    """
    environment = {
        **child_environment(),
        "NETUV_BROKEN": "1",
        "PYTHONPATH": str(directory),
        "MANUAL_SECONDS": "1.5",
        "NETUV_LANE": "python",  # where write() can be broken
    }
    red: set[int] = set()
    first, count = 0, len(checks())
    while first < count and len(red) <= BROAD:
        done = subprocess.run(
            [sys.executable, __file__, "--from", str(first)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        lines = [line.split() for line in done.stdout.decode().splitlines()]
        if not lines:
            return set(range(count))  # it cannot be imported
        red.update(int(line[0]) for line in lines if line[1:] != ["green"])
        first = int(lines[-1][0]) + 1
    return red


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--mine", action="store_true", help="only the table's own breaks")
    parser.add_argument("--last", type=int, help="only so many of the last of those")
    parser.add_argument("--from", type=int, dest="first", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.first is not None:
        run_from(options.first)
        return 0

    from parity import mutations as parity

    from manual.breaks import BREAKS

    def try_break(broken: parity.Break) -> tuple[bool, set[int]]:
        with tempfile.TemporaryDirectory(prefix="nuv") as directory:
            fits = parity.broken_copy(broken, Path(directory))
            return fits, red_checks(Path(directory)) if fits else set()

    nothing = red_checks(HERE.parent.parent)
    if nothing:
        print("red without a break:", *(checks()[number].__name__ for number in nothing))
        return 1
    seen: set[int] = set()
    breaks: list[Any] = [*BREAKS, *(() if options.mine else parity.BREAKS)]
    if options.last:
        breaks = list(BREAKS[-options.last :])
    stale = 0
    with ThreadPoolExecutor(JOBS) as pool:
        for broken, (fits, red) in zip(breaks, pool.map(try_break, breaks)):
            stale += not fits
            what = f"{len(red)} red" if len(red) <= BROAD else "many red"
            what = what if fits else "DOES NOT FIT"
            print(
                f"{broken.file}: {(broken.new.strip() or '-').splitlines()[0][:60]!r}: {what}",
                flush=True,
            )
            if len(red) <= BROAD:
                for number in sorted(red - seen):
                    print(f"    {checks()[number].__name__}")
                seen |= red
    never = [check for number, check in enumerate(checks()) if number not in seen]
    rows = [row for row in ROWS if row.check is not None]
    count = sum(row.check not in never for row in rows)
    print(f"{count} of {len(rows)} rows seen red; never:")
    for row in rows:
        if row.check in never:
            print(f"    {row.label}")
    return 1 if never or stale else 0


if __name__ == "__main__":
    sys.exit(main())
