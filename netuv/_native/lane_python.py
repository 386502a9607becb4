"""The lane in Python: what the C lane does, and what defines it. PyPy makes it as fast.

See ``lane.py`` for what each name means.
"""

from __future__ import annotations

import struct
from collections import deque
from collections.abc import Callable, Iterator, Sized
from typing import Any

from .binding import ffi, lib

MOST_RECORDS = MAX_EVENTS = 64  # taken in one go

INDIRECT = -(1 << 31)  # no result of the core's

_RECORD = struct.Struct("qqq")
_SIZE = _RECORD.size
_unpack = _RECORD.iter_unpack  # cffi's own functions take longer

_poll_take = lib.nuv_loop_poll_take
_take = lib.nuv_loop_take
_release = lib.nuv_loop_release
_try_write = lib.nuv_stream_try_write

Handler = Callable[[int, int, int], None]


def ignore(data: bytes) -> None:
    """The sink of a slot without a reader: a closed stream, or one that nobody has claimed."""


class Dispatcher:
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
        self._taken = 0  # records that the cursor walks, and those consumed but not released

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

    def _consumed(self) -> int:
        left: int = self._cursor.__length_hint__()  # type: ignore[attr-defined]
        return max(0, self._taken - left)

    def sync(self) -> None:
        consumed = self._consumed()
        if consumed:
            self._taken -= consumed
            _release(self._loop, consumed)

    def _untake(self) -> None:
        lib.nuv_loop_untake(self._loop, self._consumed())
        self._taken = 0


class ReaderBase:
    """Where the tasks that wait for a stream's data meet it."""

    __slots__ = ("direct", "eager", "host", "done", "chunks", "first_waiter", "other_waiters")

    direct: bool  # sink is the loop's sink, and the stream's rules change nothing
    eager: bool  # a task may make its step in the dispatch
    host: Any  # the asyncio loop, or None
    done: Any  # a future of it that is done
    chunks: deque[Any]  # the queue's
    first_waiter: Any  # the future of who waits, or None: mostly there is but one
    other_waiters: list[Any]  # those who wait beside it

    @property
    def sink(self) -> Callable[[bytes], Any]:
        return self.feed

    def feed(self, chunk: bytes) -> None:
        raise NotImplementedError

    async def next_chunk(self) -> Any:
        raise NotImplementedError

    def __aiter__(self) -> ReaderBase:
        return self

    def __anext__(self) -> Any:
        return self.next_chunk()


def write_now(stream: int, data: Any) -> int:
    """How many bytes the kernel left, or a negative error."""
    if stream == 0 or type(data) is not bytes:
        return INDIRECT
    left: int = _try_write(stream, data, len(data))
    return left


def install_write(socket_class: type) -> None:
    """Python's own ``write`` is what there is."""
