"""The manuals as a table: each heading, option, event and default, and a check of its effect."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("manual")

from manual import CHAPTERS  # noqa: E402
from manual.table import MANUALS, ROWS, Row, points_of  # noqa: E402
from manual.world import World  # noqa: E402

# Points without rows as yet, by how they begin.
NOT_YET: tuple[str, ...] = (
    "server[Symbol.asyncDispose]()",
    "socket.connect(options[, connectListener]) > onread",
    "socket.connect(options[, connectListener]) > buffer",
    "socket.connect(options[, connectListener]) > callback",
)

KNOWN = {point for manual in MANUALS for point in points_of(manual)}


@pytest.mark.parametrize(
    "row", [pytest.param(row, id=row.label) for row in ROWS if row.check is not None]
)
def test_what_the_manual_says_is_so(row: Row) -> None:
    assert row.check is not None
    with World() as world:
        row.check(world)


@pytest.mark.parametrize("manual", MANUALS)
def test_every_point_of_a_manual_has_a_row(manual: str) -> None:
    told = {row.point for row in ROWS}
    missing = [point for point in points_of(manual) if point not in told]
    missing = [point for point in missing if not point.startswith(NOT_YET)]
    assert missing == []


def test_no_row_names_what_no_manual_has() -> None:
    assert [row.point for row in ROWS if row.point not in KNOWN] == []


def test_what_is_not_there_or_differs_has_a_reason() -> None:
    for row in ROWS:
        assert row.check is not None or len(row.reason) > 20, row.point
        assert row.name or row.check is None, row.point


def test_no_row_is_there_twice() -> None:
    labels = [row.label for row in ROWS]
    assert len(labels) == len(set(labels))
    assert CHAPTERS
