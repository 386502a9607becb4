"""What a row of the table is, and how the chapters write theirs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from conformance.manual.world import World

Check = Callable[[World], None]

POINTS = Path(__file__).resolve().parent / "points"
MANUALS = ("net-v18.20", "net-v12", "net-v0.8", "deno-socket")


class Row(NamedTuple):
    """A point of a manual, its name in netuv, and a check that sees its effect.

    ``reason``: why it is not there (then there is no check), or is not as in Node.
    """

    point: str
    name: str
    check: Check | None
    reason: str = ""

    @property
    def label(self) -> str:
        reported = "not here" if self.check is None else self.check.__name__
        return f"{self.point} [{reported}]"


ROWS: list[Row] = []


def row(point: str, name: str, *, differs: str = "") -> Callable[[Check], Check]:
    """The function below is a check of ``point``, which netuv calls ``name``."""

    def add(check: Check) -> Check:
        ROWS.append(Row(point, name, check, differs))
        return check

    return add


def again(point: str, *checks: Check) -> None:
    """Another manual's words for what these checks see already."""
    for check in checks:
        known = next(known for known in ROWS if known.check is check)
        ROWS.append(known._replace(point=point))


def absent(point: str, reason: str) -> None:
    """``point`` is not in netuv, for this reason."""
    ROWS.append(Row(point, "", None, reason))


def points_of(manual: str) -> list[str]:
    """The points that extract.py found in a manual."""
    return (POINTS / f"{manual}.txt").read_text(encoding="utf-8").splitlines()
