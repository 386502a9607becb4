"""Checks of what is kept true by convention, under ``NETUV_DEBUG=1`` and in the fuzz tests.

The sink of what a socket reads, and where its bytes are written to, are decisions that are
taken once and kept. Before anything is dispatched they must be what would be decided now.
"""

from __future__ import annotations

import os
from typing import Any, Callable

from .._util.errors import StateError

on = "1" in os.environ.get("NETUV_DEBUG", "").split(",")


class CheckedSink:
    """A sink of ``handle`` that looks at the decisions before it takes data."""

    __slots__ = ("handle", "sink")

    def __init__(self, handle: Any, sink: Callable[[bytes], Any]) -> None:
        self.handle = handle
        self.sink = sink

    def is_overridden(self) -> bool:
        """Whether the handle's user puts something between the wire and the socket."""
        return bool(type(self.handle).set_sink.__module__ != "netuv._handles.base")

    def __call__(self, chunk: bytes) -> Any:
        check_handle(self.handle)
        return self.sink(chunk)


def check_loop(loop: Any) -> None:
    """All handles of ``loop``."""
    for owner in list(loop.slots.owners):
        if hasattr(owner, "set_sink"):
            check_handle(owner)


def check_handle(handle: Any) -> None:
    """The decisions of the socket that has ``handle``, if one has.

    Raises a StateError, ``ERR_INTERNAL_ASSERTION``, that says which one is wrong.
    """
    socket = handle.owner
    choose = getattr(socket, "_choose_sink", None)
    if choose is None or handle.fast is None or socket._handle is not handle:
        return
    sink = handle.loop.slots.sinks[handle._slot]
    if isinstance(sink, CheckedSink) and not sink.is_overridden():
        _compare("sink", sink.sink, choose())
    _compare("write target", socket._fast, socket._choose_write_target())


def _compare(name: str, kept: Any, chosen: Any) -> None:
    if kept != chosen:
        raise StateError(
            "ERR_INTERNAL_ASSERTION",
            f"netuv's own fault: a socket's {name} is {kept!r}, but would be {chosen!r}",
        )
