"""The deliberate breaks of parity/breaks.py and manual/breaks.py still fit the code."""

from __future__ import annotations

from pathlib import Path

import pytest
from manual.breaks import BREAKS as OF_THE_MANUAL
from parity.breaks import BREAKS, Break

import netuv

PACKAGE = Path(netuv.__file__).parent


@pytest.mark.parametrize("breaks", [BREAKS, OF_THE_MANUAL], ids=["parity", "manual"])
def test_every_break_changes_one_place(breaks: tuple[Break, ...]) -> None:
    source = {file: (PACKAGE / file).read_text(encoding="utf-8") for file, *_ in breaks}
    wrong = [(file, old) for file, old, new in breaks if source[file].count(old) != 1 or old == new]
    assert wrong == []
