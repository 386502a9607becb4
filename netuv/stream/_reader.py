"""Tasks that wait for what a Readable gives: the ground of ``async for`` and ``read_exactly``.

Theory. Data waits in the stream's queue until a task takes it, in the very step in which
the task has it: so a cancelled wait loses nothing, and a stream nobody reads is whole. A
wait only wakes a task when something has changed; it looks, and waits again.

A socket that nobody listens to, and that is not flowing, has its reader as the loop's sink
(``direct``): what is read goes into the queue without the stream's rules in between, which
would change nothing. Whatever might make a difference comes through ``invalidate()``. A task
that waits for data goes on at once, as a listener would be called: another round of the
asyncio loop for each chunk costs more than all the rest. The C lane's base class does that
for ``async for`` without a future, see ``csrc/cpython/handoff.c``.
"""

from __future__ import annotations

from typing import Any

from .._loop import futures
from .._loop.access import add_reader, host_of
from .._loop.unretrieved import raise_error
from .._native import lane
from .._util.errors import invalid_arg_type, invalid_arg_value, out_of_range
from ._base import premature_close
from ._state import (
    CLOSE_EMITTED,
    CLOSED,
    DESTROYED,
    ERROR_UNRETRIEVED,
    FLOWING,
    READ_ENDED,
    READING,
)

DEFAULT_LIMIT = 65536  # bytes; of a line, and of what goes before a separator


class Reader(lane.ReaderBase):
    """The tasks that wait for one stream's data, and ``async for`` over it; its queue keeps it.

    Between two chunks of ``async for`` the stream is as it was, paused and whole, so that
    ``break`` is nothing special.
    """

    __slots__ = (
        "stream",
        "queue",
        "limit",
        "wanted",
        "_new_future",
        "_takes_chunks",
        "__weakref__",
    )

    def __init__(self, stream: Any) -> None:
        self.stream = stream
        self.queue = stream._ensure_read_queue()
        self.chunks = self.queue.chunks
        self.direct = False
        self.limit = 0  # bytes; then reading stops
        self.wanted = 0  # bytes that a task waits for at once
        self.first_waiter = None
        self.other_waiters = []
        self.host = host_of(stream)
        # A task makes its step in the dispatch that has its data, not a round of the host
        # later; the debug mode watches how long a step takes, so there asyncio makes it.
        self.eager = False
        self.done = None
        self._new_future: Any = None  # makes those of the host
        self._takes_chunks = False  # the first who waits has use for a chunk by itself
        if self.host is not None:
            self._new_future = self.host.create_future
            self.eager = not self.host.get_debug()
            self.done = add_reader(stream, self)

    # -- the stream's side ---------------------------------------------------------------

    def feed(self, chunk: bytes) -> None:
        """A chunk for whoever waits. With nobody waiting there is a limit."""
        first = self.first_waiter
        if first is not None and self.eager and not self.other_waiters:
            if self._hand_over(chunk, first):
                return
        queue = self.queue
        queue.chunks.append(chunk)
        queue.length += len(chunk)
        if first is not None:
            self._wake()
        elif queue.length >= self.limit:
            stream = self.stream
            stream._read_flags &= ~READING
            stream._stop_reading()
            stream._flow_changed()

    def _hand_over(self, chunk: bytes, first: Any) -> bool:
        """The one task that waits makes its step: no other is running in a dispatch. Whether
        it is but one.

        One that takes chunks as they come gets this one without the queue.
        """
        waiting: Any = getattr(first, "_callbacks", None)
        if not waiting or len(waiting) != 1:
            return False
        self.first_waiter = None
        step, context = waiting[0]
        first.remove_done_callback(step)
        if self._takes_chunks:
            first.set_result(chunk)
        else:
            self.queue.append(chunk)
            first.set_result(None)
        context.run(step, first)
        # An early 3.13 keeps this frame with the traceback of a task that fails: no cycle then.
        step = waiting = None
        return True

    def give_back(self, chunk: bytes) -> None:
        """A chunk that was handed over to a task that does not take it."""
        self.queue.prepend(chunk)

    def invalidate(self) -> None:
        """The stream is in another state: nothing is sure any more."""
        self.direct = False
        if self.first_waiter is not None:
            self._wake()

    def _wake(self) -> None:
        first, self.first_waiter = self.first_waiter, None
        if not first.done():
            first.set_result(None)
        if self.other_waiters:
            others, self.other_waiters = self.other_waiters, []
            for future in others:
                if not future.done():
                    future.set_result(None)

    @property
    def awaited(self) -> bool:
        """Whether a task waits."""
        return self.first_waiter is not None

    # -- the tasks' side -----------------------------------------------------------------

    def future(self) -> Any:
        """Done as soon as there is more, or something has changed."""
        if self.direct:
            future = self._new_future()
        else:
            future = futures.make_for(self.stream, "Reading from a stream")
            if self.queue.reader is None:  # the stream was over, and is connected again
                self.queue.reader = self
                self.stream._update_sink()
        if self.first_waiter is None:
            self.first_waiter = future
            self._takes_chunks = False
        else:
            self.other_waiters.append(future)
        return future

    def set_wanted(self, length: int) -> None:
        """A task waits for so much at once: as much may be queued."""
        self.wanted = length
        self.limit = max(self.stream._read_mark, length)

    def remove_waiter(self, future: Any) -> None:
        """Its task is cancelled."""
        if self.first_waiter is future:
            self.first_waiter = self.other_waiters.pop(0) if self.other_waiters else None
            self._takes_chunks = False
        elif future in self.other_waiters:
            self.other_waiters.remove(future)

    async def next_chunk(self) -> Any:
        """The next chunk, once there is one; StopAsyncIteration at the end."""
        queue = self.queue
        if self.direct and not queue.length and self.first_waiter is None:
            future = self.first_waiter = self._new_future()
            self._takes_chunks = True
            try:
                chunk = await future
            except BaseException:
                self.remove_waiter(future)
                raise
            if chunk is not None:
                return chunk
        if self.direct and queue.length:
            return queue.take(queue.length)
        return await self._next_by_the_rules()

    async def _next_by_the_rules(self) -> Any:
        stream = self.stream
        while True:
            if not stream._flags & DESTROYED:
                if stream._read_flags & FLOWING:
                    stream.pause()
                chunk = stream.read()
                if chunk is not None:
                    return chunk
            raise_error(stream)
            if stream.readable_ended:
                raise StopAsyncIteration
            if stream._flags & CLOSED:
                raise premature_close(stream)
            await self.wait()

    async def wait(self) -> None:
        """Until something has changed."""
        future = self.future()
        try:
            await future
        except BaseException:
            self.remove_waiter(future)
            raise

    async def more(self) -> bool:
        """Waits for more than there is; False at the end. Raises what the stream failed with."""
        stream = self.stream
        raise_error(stream)
        if stream._read_flags & READ_ENDED:
            return False
        if stream._flags & DESTROYED:
            raise premature_close(stream)
        if stream._read_flags & FLOWING:
            stream.pause()
        stream._ask()
        length = self.queue.length
        while length == self.queue.length and not self._is_over():
            await self.wait()
        return True

    def _is_over(self) -> bool:
        stream = self.stream
        over = stream._read_flags & READ_ENDED or stream._flags & (DESTROYED | ERROR_UNRETRIEVED)
        return bool(over) or stream._errored is not None


def reader_of(stream: Any) -> Reader:
    """The stream's reader, made at first use."""
    queue = stream._ensure_read_queue()
    if queue.reader is not None:
        reader: Reader = queue.reader
        return reader
    reader = Reader(stream)
    if not stream._flags & CLOSE_EMITTED:  # or nothing would ever part them
        queue.reader = reader
        stream._update_sink()
    return reader


async def read_exactly(stream: Any, n: int) -> Any:
    """See ``Socket.read_exactly``."""
    if isinstance(n, bool) or not isinstance(n, int):
        raise invalid_arg_type("n", "of type number", n)
    if n < 0:
        raise out_of_range("n", ">= 0", n)
    reader = reader_of(stream)
    queue = reader.queue
    reader.set_wanted(n)
    try:
        while queue.length < n:
            if not await reader.more():
                raise _incomplete(stream, n)
    finally:
        reader.set_wanted(0)
    return stream._take(n) if n else _empty(queue)


async def read_until(stream: Any, separator: Any, limit: int) -> Any:
    """See ``Socket.read_until``."""
    reader = reader_of(stream)
    queue = reader.queue
    _check_separator(queue, separator)
    _check_limit(limit)
    start, front = 0, queue.front()
    reader.set_wanted(limit + len(separator))
    try:
        while True:
            if front != queue.front():  # somebody else has read, or put something back
                start = 0
            found = queue.find(separator, start)
            start, front = max(0, queue.length - len(separator) + 1), queue.front()
            if found > limit or (found < 0 and start > limit):
                raise _overrun(limit, found if found >= 0 else start)
            if found >= 0:
                return stream._take(found + len(separator))
            if not await reader.more():
                raise _incomplete(stream, None)
    finally:
        reader.set_wanted(0)


async def read_line(stream: Any, limit: int) -> Any:
    """See ``Socket.read_line``."""
    import asyncio

    separator = "\n" if stream.readable_encoding else b"\n"
    try:
        return await read_until(stream, separator, limit)
    except asyncio.IncompleteReadError as error:
        return error.partial


def _empty(queue: Any) -> Any:
    return b"" if queue.decoder is None else ""


def _incomplete(stream: Any, expected: int | None) -> BaseException:
    import asyncio

    queue = stream._ensure_read_queue()
    partial = stream._take(queue.length) if queue.length else stream.read()
    error = asyncio.IncompleteReadError(_empty(queue) if partial is None else partial, expected)
    error.args = (f"{error.args[0]}{stream._why_over()}",)
    return error


def _overrun(limit: int, consumed: int) -> BaseException:
    import asyncio

    return asyncio.LimitOverrunError(f"The separator is not within the limit of {limit}", consumed)


def _check_separator(queue: Any, separator: Any) -> None:
    kind = bytes if queue.decoder is None else str
    if not isinstance(separator, kind):
        name = "bytes" if kind is bytes else "string"
        raise invalid_arg_type("separator", f"of type {name}", separator)
    if not separator:
        raise invalid_arg_value("separator", separator, "must not be empty")


def _check_limit(limit: Any) -> None:
    if isinstance(limit, bool) or not isinstance(limit, int):
        raise invalid_arg_type("limit", "of type number", limit)
    if limit < 1:
        raise out_of_range("limit", ">= 1", limit)
