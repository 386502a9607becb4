"""The manuals as a table: each heading, option, event and default, and a check of its effect."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conformance.manual import CHAPTERS, extract
from conformance.manual.table import MANUALS, ROWS, Row, points_of
from conformance.manual.world import World

KNOWN = {point for manual in MANUALS for point in points_of(manual)}


@pytest.mark.parametrize(
    "row", [pytest.param(row, id=row.label) for row in ROWS if row.check is not None]
)
def test_a_point_of_the_manual_passes_its_check(row: Row) -> None:
    assert row.check is not None
    with World() as world:
        row.check(world)


@pytest.mark.parametrize("manual", MANUALS)
def test_every_point_of_a_manual_has_a_row(manual: str) -> None:
    reported = {row.point for row in ROWS}
    missing = [point for point in points_of(manual) if point not in reported]
    assert missing == []


def test_the_points_are_the_headings_and_all_that_is_named_below_them() -> None:
    text = """### Class: net.Thing
- Extends: <EventEmitter>
#### Event: 'gone'
- reason <Error> | <null> Why.
- <string> Where to.
#### thing.open(place[, wait])
(history: since it threw ERR_THING_OLD)
- place <string> Where.
- wait <number> How long it takes, in milliseconds, to
wait. Default: 5. More of it.
- Returns: <boolean> Whether it did.
Otherwise it throws ERR_THING_GONE.
"""
    expected = [
        "Class: net.Thing",
        "Class: net.Thing > extends <EventEmitter>",
        "net.Thing event 'gone'",
        "net.Thing event 'gone' > reason",
        "net.Thing event 'gone' > <string>",
        "thing.open(place[, wait])",
        "thing.open(place[, wait]) > place",
        "thing.open(place[, wait]) > wait",
        "thing.open(place[, wait]) > wait = 5",
        "thing.open(place[, wait]) > returns <boolean>",
        "thing.open(place[, wait]) > ERR_THING_GONE",
    ]
    assert extract.of_node(text) == expected
    older = (
        text.replace("- ", "* ")
        .replace("<", "{")
        .replace(">", "}")
        .replace("Default:", "**Default:**")
    )
    assert extract.of_node(older.replace("{Error} | {null}", "{Error|null}")) == expected


@pytest.mark.skipif("NETUV_MANUALS" not in os.environ, reason="NETUV_MANUALS names no directory")
def test_the_points_are_those_of_the_manuals() -> None:
    for manual in MANUALS:
        text = Path(os.environ["NETUV_MANUALS"], f"{manual}.md").read_text(encoding="utf-8")
        assert extract.READERS[manual](text) == points_of(manual)


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
