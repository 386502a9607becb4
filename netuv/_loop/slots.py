"""The slots of a loop: what it keeps for each handle, timer and lookup of the core's.

A slot is a small number that the core gives and takes again; with its generation it is one
thing's for ever. A record of the core's names both: one whose generation is another is of
what has closed since.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from .._native import lane
from . import debug


class SlotOwner(Protocol):
    """What a loop keeps per slot: a handle, a timer or a lookup."""

    def _on_event(self, kind: int, a: int) -> None: ...
    def _on_timer(self) -> None: ...
    def _abandon(self) -> None:
        """The loop closes: free what is the owner's; no callback follows."""

    def _check_decisions(self) -> None:
        """In debug mode: an error if what was decided is not what would be decided now."""

    def _unclosed(self) -> Any:
        """What its user should have closed before the loop, or None."""


class SlotTable:
    """Lists by slot, and which slots have something to do. One per loop, as long as that."""

    __slots__ = (
        "owners",
        "generations",
        "sinks",
        "claimed",
        "user_buffers",
        "deferred",
        "timers",
    )

    def __init__(self) -> None:
        self.owners: list[SlotOwner | None] = []
        self.generations: list[int] = []
        self.sinks: list[Any] = []  # what takes the data read
        self.claimed: int | None = None  # an accepted stream that gets its handle now
        self.user_buffers: dict[int, Any] = {}  # what it reads into, where that is the user's
        self.deferred: list[int] = []  # those with records for the end of the poll phase
        self.timers: set[int] = set()  # those of timers, and of streams with an idle timeout

    def register(self, slot: int, generation: int, owner: SlotOwner) -> None:
        """Keeps ``owner`` alive and gives it the events of ``slot``."""
        for places, empty in (  # each for itself: an exception may come between two of them
            (self.owners, None),
            (self.generations, -1),
            (self.sinks, lane.ignore),
        ):
            if len(places) <= slot:
                places.extend([empty] * (slot + 1 - len(places)))  # type: ignore[list-item]
        self.owners[slot] = owner
        self.generations[slot] = generation

    def unregister(self, slot: int) -> None:
        """Nothing is the owner's any more."""
        self.owners[slot] = None
        self.sinks[slot] = lane.ignore
        self.generations[slot] = -1

    def each(self) -> Iterator[Any]:
        """The owners there are."""
        return filter(None, self.owners)

    def on_event(self, place: int, a: int, tag: int) -> None:
        """A record that is not data; stale, if its handle has closed since."""
        slot = -1 - place
        if slot < len(self.generations) and self.generations[slot] == tag >> 4:
            owner: Any = self.owners[slot]
            if debug.on:
                debug.check_owner(owner)
            owner._on_event(tag & 15, a)

    def clear_owners(self) -> None:
        """The loop closes: nobody gets an event."""
        self.owners.clear()
        self.sinks.clear()
        self.generations.clear()

    def clear(self) -> None:
        """The core's loop is gone: nothing has a slot."""
        self.user_buffers.clear()
        self.deferred.clear()
        self.timers.clear()
