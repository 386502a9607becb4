"""The seam that is crossed per event: dispatching a batch, and writing bytes.

Two implementations, chosen at import by ``NETUV_LANE`` (``python`` or ``c``; the
C lane where it was built, else Python). Both have the same three functions:

- ``open_stream(pointer)``: what ``try_write`` takes for that stream.
- ``try_write(stream, data)``: True when the kernel took all of the bytes, else
  how many it took, or a negative error.
- ``Dispatcher(loop, sinks, generations, handle, ticks, run_ticks)``: calling it
  dispatches all records. Data goes to ``sinks[slot]``, all else to
  ``handle(kind, slot, a, b)``; ``run_ticks()`` follows where ``ticks`` is not
  empty. A record is released before its listener runs: an exception costs no
  other record. ``sync()`` makes the core see which records are released;
  ``arena_moved()`` is called after an interrupted poll.
"""

from __future__ import annotations

import importlib
import os
import platform
from collections import deque
from collections.abc import Iterator
from typing import Any, Callable

from ._native import ffi, lib

DATA: int = lib.NUV_EV_DATA
RECORD = 5  # integers per record

Handler = Callable[[int, int, int, int], None]


class PythonDispatcher:
    """Walks the records in Python: PyPy makes it as fast as C."""

    def __init__(
        self,
        loop: Any,
        sinks: list[Any],
        generations: list[int],
        handle: Handler,
        ticks: deque[Any],
        run_ticks: Callable[[], None],
    ) -> None:
        self._loop = loop
        self._sinks = sinks
        self._generations = generations
        self._handle = handle
        self._ticks = ticks
        self._run_ticks = run_ticks
        self.arena_moved()
        self._events = ffi.new("nuv_event **")
        self._cursor: Iterator[int] = iter(())
        self._released = 0
        self._borrowed = 0

    def arena_moved(self) -> None:
        size = ffi.new("int64_t *")
        base = lib.nuv_loop_arena(self._loop, size)
        self._arena = ffi.buffer(base, size[0])

    def __call__(self) -> None:
        while self._borrow():
            try:
                self._walk()
            finally:
                self.sync()

    def _borrow(self) -> int:
        count: int = lib.nuv_loop_batch(self._loop, self._events)
        if count:
            integers = ffi.cast("int64_t *", self._events[0])
            self._cursor = iter(ffi.unpack(integers, count * RECORD))
        self._borrowed = count
        self._released = 0
        return count

    def sync(self) -> None:
        left: int = self._cursor.__length_hint__()  # type: ignore[attr-defined]
        released = self._borrowed - left // RECORD
        if released > self._released:
            lib.nuv_loop_release(self._loop, released - self._released)
            self._released = released

    def _walk(self) -> None:
        cursor = self._cursor
        sinks = self._sinks
        generations = self._generations
        arena = self._arena
        ticks = self._ticks
        for kind, slot, generation, a, b in zip(cursor, cursor, cursor, cursor, cursor):
            if slot >= len(generations) or generations[slot] != generation:
                continue
            if kind == DATA:
                sinks[slot](arena[a:b])
            else:
                self._handle(kind, slot, a, b)
            if ticks:
                self._run_ticks()


def python_open_stream(pointer: Any) -> Any:
    return pointer


def python_try_write(stream: Any, data: bytes) -> Any:
    written = lib.nuv_stream_try_write(stream, data, len(data))
    return True if written == len(data) else written


class CDispatcher:
    """Has the C lane walk the records."""

    def __init__(
        self,
        loop: Any,
        sinks: list[Any],
        generations: list[int],
        handle: Handler,
        ticks: deque[Any],
        run_ticks: Callable[[], None],
    ) -> None:
        address = int(ffi.cast("intptr_t", loop))
        self._dispatch = _lane_c.dispatch
        self._arguments = (address, sinks, generations, handle, ticks, run_ticks)

    def __call__(self) -> None:
        self._dispatch(*self._arguments)

    def arena_moved(self) -> None:
        """Nothing to do: C looks it up for each batch."""

    def sync(self) -> None:
        """Nothing to do: C releases each record as it goes."""


def c_open_stream(pointer: Any) -> Any:
    return int(ffi.cast("intptr_t", pointer))


def _choose() -> str:
    wanted = os.environ.get("NETUV_LANE", "")
    if wanted not in ("", "c", "python"):
        raise ImportError(f"NETUV_LANE must be 'c' or 'python', not {wanted!r}")
    if wanted == "" and platform.python_implementation() != "CPython":
        return "python"
    return wanted


_lane_c: Any = None
name = _choose()
if name != "python":
    try:
        _lane_c = importlib.import_module("netuv._lane_c")
    except ImportError as error:
        if name == "c":
            raise ImportError(
                "NETUV_LANE=c, but the C lane is not built for this Python"
            ) from error
        name = "python"
    else:
        _lane_c.bind(int(ffi.cast("intptr_t", lib.nuv_lane_api_get())))
        name = "c"

Dispatcher: Any
open_stream: Callable[[Any], Any]
try_write: Callable[[Any, bytes], Any]
if name == "c":
    Dispatcher, open_stream, try_write = CDispatcher, c_open_stream, _lane_c.write
else:
    Dispatcher, open_stream, try_write = PythonDispatcher, python_open_stream, python_try_write
