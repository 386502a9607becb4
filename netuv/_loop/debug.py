"""Checks of what is kept true by convention, under ``NETUV_DEBUG=1`` and in the fuzz tests.

The sink of what a socket reads, and where its bytes are written to, are decisions that are
taken once and kept. Before anything is dispatched they must be what would be decided now.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

from .._util.errors import StateError

on = "1" in os.environ.get("NETUV_DEBUG", "").split(",")


def check_owners(owners: Iterable[Any]) -> None:
    """The decisions about those that are handles."""
    for owner in owners:
        check_owner(owner)


def check_owner(owner: Any) -> None:
    """The same of one."""
    if owner is not None:
        owner._check_decisions()


def compare(name: str, kept: Any, chosen: Any) -> None:
    """A StateError, ``ERR_INTERNAL_ASSERTION``, that says which one is wrong."""
    if kept != chosen:
        raise StateError(
            "ERR_INTERNAL_ASSERTION",
            f"netuv's own fault: a socket's {name} is {kept!r}, but would be {chosen!r}",
        )
