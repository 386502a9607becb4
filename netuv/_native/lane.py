"""The seam that is crossed per event: polling, dispatching a batch, writing bytes.

Two implementations, chosen at import by ``NETUV_LANE`` (``python`` or ``c``; the
C lane where it was built, else Python). Both have the same names:

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
- ``Handoff``: the base class of ``_reader.Reader``, with what the sink and ``async for``
  have to look at. ``hand`` is the sink: data that does not go to a waiting task at once goes
  to ``feed(data)``. ``__anext__()`` gives a chunk as the coroutine ``next_chunk()`` does.
"""

from __future__ import annotations

import importlib
import os
import struct
import sys
from collections import deque
from collections.abc import Iterator, Sized
from functools import partial
from typing import Any, Callable

from .binding import ffi, lib

MOST_RECORDS = 64  # taken in one go

_RECORD = struct.Struct("qqq")
_SIZE = _RECORD.size
_unpack = _RECORD.iter_unpack  # cffi's own functions take longer

_poll_take = lib.nuv_loop_poll_take
_take = lib.nuv_loop_take
_release = lib.nuv_loop_release

INDIRECT: int = lib.NUV_EINDIRECT

Handler = Callable[[int, int, int], None]


def ignore(data: bytes) -> None:
    """The sink of a slot without a reader: a closed stream, or one nobody has heard of."""


class PythonDispatcher:
    """Walks the records in Python: PyPy makes it as fast as C.

    The core releases the records that were taken when it is called the next time,
    so what an exception leaves of them must be given back.
    """

    def __init__(
        self,
        loop: Any,
        sinks: list[Any],
        handle: Handler,
        ticks: deque[Any],
        run_ticks: Callable[[], None],
        rest: tuple[Sized, ...],
    ) -> None:
        self._loop = loop
        self._sinks = sinks
        self._handle = handle
        self._ticks = ticks
        self._run_ticks = run_ticks
        self._rest = rest
        self.arena_moved()
        self._records = ffi.new("int64_t[]", 1 + 3 * MOST_RECORDS)
        # Made once: a slice for each batch takes longer. No memoryviews: CPython 3.11's garbage
        # collector crashes on a cycle with one that something still reads.
        first = self._records + 1
        self._first = [ffi.buffer(first, _SIZE * count) for count in range(MOST_RECORDS + 1)]
        self._cursor: Iterator[tuple[int, ...]] = iter(())
        self._taken = 0  # records that the cursor walks, and those told but not released

    def arena_moved(self) -> None:
        size = ffi.new("int64_t *")
        base = lib.nuv_loop_arena(self._loop, size)
        self._arena = ffi.buffer(base, size[0])

    def poll(self, block: bool, most: int, few: int, wait: bool) -> int:
        try:
            while True:
                self._taken = 0
                count: int = _poll_take(self._loop, block, self._records, MOST_RECORDS)
                if count <= 0:
                    self._taken = 0
                    return count
                self._walk(count)
                if count == MOST_RECORDS:
                    self.dispatch()
                most -= 1
                if count <= few or most <= 0 or any(self._rest):
                    return count
                block = wait
        except BaseException:
            self._untake()
            raise

    def dispatch(self) -> None:
        count = MOST_RECORDS
        while count == MOST_RECORDS:
            self._taken = 0
            try:
                count = _take(self._loop, self._records, MOST_RECORDS)
                self._walk(count)
            except BaseException:
                self._untake()
                raise

    def _walk(self, count: int) -> None:
        cursor = self._cursor = _unpack(self._first[count])
        self._taken = count
        sinks = self._sinks
        arena = self._arena
        ticks = self._ticks
        for slot, a, b in cursor:
            if slot < 0:
                missing = self._records[0] - len(sinks)
                if missing > 0:  # data may follow, of a connection nobody will have claimed
                    sinks.extend([ignore] * missing)
                self._handle(slot, a, b)
            else:
                sinks[slot](arena[a:b])
            if ticks:
                self._run_ticks()

    def close(self) -> None:
        """The loop is closed: there is nothing to release any more."""
        self._taken = 0

    def _told(self) -> int:
        left: int = self._cursor.__length_hint__()  # type: ignore[attr-defined]
        return max(0, self._taken - left)

    def sync(self) -> None:
        told = self._told()
        if told:
            self._taken -= told
            _release(self._loop, told)

    def _untake(self) -> None:
        lib.nuv_loop_untake(self._loop, self._told())
        self._taken = 0


class PythonHandoff:
    """Where the tasks that wait for a stream's data meet it."""

    __slots__ = ("fast", "at_once", "host", "done", "chunks", "first", "others")

    fast: bool  # hand is the sink, and the stream's rules change nothing
    at_once: bool  # a task may make its step in the dispatch
    host: Any  # the asyncio loop, or None
    done: Any  # a future of it that is done
    chunks: deque[Any]  # the queue's
    first: Any  # the future of who waits, or None: mostly there is but one
    others: list[Any]  # those who wait beside it

    @property
    def hand(self) -> Callable[[bytes], Any]:
        return self.feed

    def feed(self, chunk: bytes) -> None:
        raise NotImplementedError

    async def next_chunk(self) -> Any:
        raise NotImplementedError

    def __aiter__(self) -> PythonHandoff:
        return self

    def __anext__(self) -> Any:
        return self.next_chunk()


def pypy_write_now(stream: int, data: Any) -> int:
    """What cffi_calls.h does elsewhere, and the compiler of PyPy as fast."""
    if stream == 0 or type(data) is not bytes:
        return INDIRECT
    left: int = lib.nuv_stream_try_write(stream, data, len(data))
    return left


_IS_CPYTHON = sys.implementation.name == "cpython"
write_now: Callable[[int, Any], int]
write_now = lib.nuv_stream_write_chunk if _IS_CPYTHON else pypy_write_now


class CDispatcher:
    """Has the C lane walk the records."""

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


def _choose() -> str:
    wanted = os.environ.get("NETUV_LANE", "")
    if wanted not in ("", "c", "python"):
        raise ImportError(f"NETUV_LANE must be 'c' or 'python', not {wanted!r}")
    if wanted == "" and not _IS_CPYTHON:
        return "python"
    return wanted


_lane_c: Any = None
name = _choose()
if name != "python":
    try:
        _lane_c = importlib.import_module("netuv._native._lane_c")
    except ImportError as error:
        if name == "c":
            raise ImportError(
                "NETUV_LANE=c, but the C lane is not built for this Python"
            ) from error
        name = "python"
    else:
        _lane_c.bind(int(ffi.cast("intptr_t", lib.nuv_lane_api_get())))
        name = "c"


def _install_c_write(socket_class: Any) -> None:
    """``write`` of nothing but bytes goes to the core; ``_write_slowly`` does all else."""
    _lane_c.install(socket_class, socket_class.write.__doc__)


def _keep_write(socket_class: type) -> None:
    """Python's own is what there is."""


MAX_EVENTS: int
Dispatcher: Any
install_write: Callable[[type], None]
Handoff = PythonHandoff
if name == "c":
    MAX_EVENTS = 128  # a drain costs more than the few bytes in the cache
    Dispatcher = CDispatcher
    install_write, Handoff = _install_c_write, _lane_c.Handoff
else:
    MAX_EVENTS = MOST_RECORDS
    Dispatcher = PythonDispatcher
    install_write = _keep_write
