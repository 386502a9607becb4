"""The seam that is crossed per event: polling, dispatching a batch, writing bytes.

Two implementations, ``lane_python.py`` and ``lane_c.py``, chosen at import by ``NETUV_LANE``
(``python`` or ``c``; the C lane where it was built, else Python). Both have the same names:

- ``MAX_EVENTS``: how many records make a batch of the size that suits the lane.
- ``write_now(stream, data)``: how many bytes of ``data`` the kernel left, 0 for none, or a
  negative error: ``INDIRECT`` if ``data`` is not exactly bytes or ``stream``, the core's
  id of it, is 0.
- ``install_write(socket_class)``: may replace ``write`` by the same, faster.
- ``Dispatcher(loop, sinks, handle, ticks, run_ticks, rest)``: its ``dispatch()``
  dispatches all records; its ``poll(block, most, few, wait)`` polls, dispatches what that
  finds and returns how many records were left for after it, or a negative error.
  After more than ``few`` of them it polls again, if ``wait`` until there is an event, up to
  ``most`` times in all, as long as everything in ``rest`` is empty: turns of nothing but
  I/O cost less like that. Data goes to ``sinks[slot]``, all else to
  ``handle(-1 - slot, a, kind + 16 * generation)``; ``run_ticks()`` follows where
  ``ticks`` is not empty. A record is released before its listener runs: an exception
  costs no other record. ``sync()`` makes the core see which records are released;
  ``arena_moved()`` is called after an interrupted poll, ``close()`` once the loop is closed.
- ``ReaderBase``: the base class of ``stream._reader.Reader``, with what the sink and ``async for``
  have to look at. ``sink`` is the loop's sink: data that does not go to a waiting task at once goes
  to ``feed(data)``. ``__anext__()`` gives a chunk as the coroutine ``next_chunk()`` does.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from . import lane_python

ignore = lane_python.ignore
INDIRECT = lane_python.INDIRECT


def _wanted() -> str:
    wanted = os.environ.get("NETUV_LANE", "")
    if wanted not in ("", "c", "python"):
        raise ImportError(f"NETUV_LANE must be 'c' or 'python', not {wanted!r}")
    if wanted == "" and sys.implementation.name != "cpython":
        return "python"
    return wanted


def _choose(wanted: str) -> tuple[str, Any]:
    if wanted != "python":
        try:
            return "c", importlib.import_module(".lane_c", __package__)
        except ImportError as error:
            if wanted == "c":
                raise ImportError(
                    "NETUV_LANE=c, but the C lane is not built for this Python"
                ) from error
    return "python", lane_python


name, _lane = _choose(_wanted())

MAX_EVENTS: int = _lane.MAX_EVENTS
Dispatcher: Any = _lane.Dispatcher
write_now: Callable[[int, Any], int] = _lane.write_now
install_write: Callable[[type], None] = _lane.install_write
if TYPE_CHECKING:  # the definition of both
    ReaderBase = lane_python.ReaderBase
else:
    ReaderBase = _lane.ReaderBase
