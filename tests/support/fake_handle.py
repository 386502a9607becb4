"""A handle and a loop without a network: what streams and Socket are tested on.

The clock is virtual: ``FakeLoop.advance(milliseconds)`` runs the timers that are due. The
handle's kernel takes as many bytes as the test lets it, and gives what the test feeds.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from threading import get_ident
from types import SimpleNamespace
from typing import Any

import netuv
from netuv._util.errors import system_error


class FakeTimer:
    """A timer of the virtual clock."""

    def __init__(self, loop: FakeLoop, due: float, callback: Callable[[], Any]) -> None:
        self.loop = loop
        self.due = due
        self.callback = callback

    def close(self) -> None:
        if self in self.loop.timers:
            self.loop.timers.remove(self)

    def unref(self) -> FakeTimer:
        return self


class FakeLoop:
    """Ticks, immediates, closes and timers, run by hand."""

    _host = None

    def __init__(self) -> None:
        self.time = 0.0
        self.timers: list[FakeTimer] = []
        self.ticks: deque[Any] = deque()
        self.immediates: deque[Any] = deque()
        self._closing: list[Callable[[], None]] = []
        self._closing_now: list[Callable[[], None]] = []
        self._slots = SimpleNamespace(sinks=[None])
        self._core = self  # it is open
        self._owner = get_ident()

    def _checked_core(self) -> FakeLoop:
        return self

    def _check_thread(self) -> None:
        """Nobody else has it."""

    def _unhandled_error(self, emitter: Any, error: BaseException) -> None:
        raise error

    def next_tick(self, callback: Callable[..., Any], *args: Any) -> None:
        self.ticks.append((callback, args))

    _queue_tick = next_tick

    def set_immediate(self, callback: Callable[..., Any], *args: Any) -> None:
        self.immediates.append((callback, args))

    def set_timeout(self, callback: Callable[[], Any], delay: float) -> FakeTimer:
        timer = FakeTimer(self, self.time + delay, callback)
        self.timers.append(timer)
        return timer

    _start_timer = set_timeout

    def run_ticks(self) -> None:
        while self.ticks:
            callback, args = self.ticks.popleft()
            callback(*args)

    def run(self) -> None:
        """Runs until nothing but timers is left."""
        self.run_ticks()
        while self.immediates or self._closing or self._closing_now:
            for _ in range(len(self.immediates)):
                callback, args = self.immediates.popleft()
                callback(*args)
                self.run_ticks()
            self._closing_now, self._closing = self._closing, []
            while self._closing_now:
                self._closing_now.pop()()
                self.run_ticks()

    def advance(self, milliseconds: float) -> None:
        """Lets time pass."""
        end = self.time + milliseconds
        while True:
            due = sorted((t for t in self.timers if t.due <= end), key=lambda t: t.due)
            if not due:
                break
            self.time = due[0].due
            self.timers.remove(due[0])
            due[0].callback()
            self.run()
        self.time = end


class FakeHandle:
    """The handle interface that Socket uses, over lists."""

    _slot = 0

    def __init__(self, loop: FakeLoop, room: int = 1 << 30) -> None:
        self.loop = loop
        self.room = room  # bytes the kernel takes
        self.owner: Any = None
        self.stream_id: Any = self
        self.reading = False
        self.timed = False
        self.written = b""  # what the kernel has
        self.queued = b""
        self.shut = False
        self.bytes_read = 0
        self.bytes_written = 0
        self.idle: FakeTimer | None = None
        self.fails: str | None = None  # the code the next write fails with

    # -- what Socket calls ---------------------------------------------------------------

    @property
    def closed(self) -> bool:
        return self.stream_id is None

    @property
    def write_target(self) -> Any:
        return self.stream_id

    def _hold(self) -> None:
        """Nobody else keeps it in a test."""

    def set_sink(self, sink: Callable[[bytes], Any]) -> None:
        self.loop._slots.sinks[self._slot] = sink

    def read_start(self) -> None:
        self.reading = True

    def read_stop(self) -> None:
        self.reading = False

    def write(self, chunks: list[Any]) -> bool:
        if self.fails:
            raise system_error(self.fails, "write")
        self.queued += b"".join(bytes(chunk) for chunk in chunks)
        self.bytes_written += sum(len(chunk) for chunk in chunks)
        self._flush()
        return not self.queued

    def shutdown(self) -> None:
        self.shut = True
        self.loop.set_immediate(self.owner._handle_shutdown, 0)

    def close(self, callback: Callable[[], None]) -> None:
        self.stream_id = None
        self.loop._closing.append(callback)

    def set_timeout(self, milliseconds: int) -> None:
        if self.idle is not None:
            self.idle.close()
        self.timed = milliseconds > 0
        self.idle = None
        if self.timed:
            self.idle = self.loop.set_timeout(self.owner._handle_timeout, milliseconds)

    def ref(self) -> None:
        self.referenced = True

    def unref(self) -> None:
        self.referenced = False

    # -- what a test does ------------------------------------------------------------------

    def feed(self, chunk: bytes) -> None:
        """The peer has sent this."""
        assert self.reading, "nobody reads"
        self.bytes_read += len(chunk)
        self.loop._slots.sinks[self._slot](chunk)
        self.loop.run_ticks()

    def feed_end(self) -> None:
        """The peer has ended."""
        self.owner._handle_end()
        self.loop.run_ticks()

    def make_room(self, count: int) -> None:
        """The kernel takes so many bytes more, and calls back when the queue is empty."""
        self.room += count
        waited = bool(self.queued)
        self._flush()
        if waited and not self.queued:
            self.owner._handle_written(0)
            self.loop.run_ticks()

    def _flush(self) -> None:
        taken = min(self.room, len(self.queued))
        chunk, self.queued = self.queued[:taken], self.queued[taken:]
        self._take(chunk)

    def _take(self, chunk: bytes) -> None:
        self.room -= len(chunk)
        self.written += chunk


class FakeSignal:
    """An AbortSignal as far as streams look at it."""

    def __init__(self) -> None:
        self.aborted = False
        self.reason: Any = None
        self.listeners: list[Any] = []

    def add_event_listener(self, event: str, listener: Any) -> None:
        assert event == "abort"
        self.listeners.append(listener)

    def remove_event_listener(self, event: str, listener: Any) -> None:
        if listener in self.listeners:
            self.listeners.remove(listener)

    def abort(self, reason: Any = None) -> None:
        self.aborted = True
        self.reason = reason
        for listener in list(self.listeners):
            listener("abort")


def connected(
    fake: FakeLoop, room: int = 1 << 30, **options: Any
) -> tuple[netuv.Socket, FakeHandle]:
    """A socket on such a handle, which reads."""
    handle = FakeHandle(fake, room)
    socket = netuv.Socket(**options)
    socket._adopt(handle)  # type: ignore[arg-type]
    socket.read(0)
    return socket, handle
