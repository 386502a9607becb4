"""The lane in C: what ``lane.py`` wants of ``csrc/cpython/``. An ImportError without it.

It takes the core's functions from a table of their addresses, and no other way.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from . import _lane_c  # type: ignore[attr-defined]
from .binding import ffi, lib
from .lane_python import write_now

__all__ = ["MAX_EVENTS", "Dispatcher", "ReaderBase", "install_write", "write_now"]

_lane_c.bind(int(ffi.cast("intptr_t", lib.nuv_lane_api_get())))

MAX_EVENTS = 128  # a drain costs more than the few bytes in the cache
ReaderBase = _lane_c.ReaderBase


class Dispatcher:
    """Has C walk the records."""

    def __init__(self, loop: Any, *arguments: Any) -> None:
        address = int(ffi.cast("intptr_t", loop))
        self.dispatch = partial(_lane_c.dispatch, address, *arguments)
        self.poll = partial(_lane_c.poll, address, *arguments)

    def arena_moved(self) -> None:
        """Nothing to do: C looks it up for each batch."""

    def sync(self) -> None:
        """Nothing to do: C takes each record as it goes."""

    def close(self) -> None:
        """Nothing to do: nothing is kept between two calls."""


def install_write(socket_class: Any) -> None:
    """``write`` of nothing but bytes goes to the core; ``_write_slowly`` does all else."""
    _lane_c.install(socket_class, socket_class.write.__doc__)
