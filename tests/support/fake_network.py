"""A network in which connecting takes as long as the test says, on a virtual clock."""

from __future__ import annotations

import heapq
import itertools
from collections import deque
from collections.abc import Callable
from threading import get_ident
from types import SimpleNamespace
from typing import Any

import netuv
from netuv._util.errors import system_error

Callback = Callable[..., Any]


class VirtualTimer:
    def __init__(self) -> None:
        self.closed = False

    def close(self) -> None:
        self.closed = True


class VirtualLoop:
    """As much of a Loop as a connecting Socket needs; time passes when there is nothing to do."""

    _host = None
    _core: Any = True  # it is open

    def __init__(self) -> None:
        self.now = 0.0
        self._ticks: deque[tuple[Callback, tuple[Any, ...]]] = deque()
        self._timers: list[Any] = []
        self._order = itertools.count()
        self._slots = SimpleNamespace(sinks=[None])
        self._owner = get_ident()

    def _checked_core(self) -> None:
        pass

    def next_tick(self, callback: Callback, *args: Any) -> None:
        self._ticks.append((callback, args))

    _queue_tick = next_tick

    def set_timeout(self, callback: Callback, delay: float, *args: Any) -> VirtualTimer:
        timer = VirtualTimer()
        entry = (self.now + delay, next(self._order), timer, callback, args)
        heapq.heappush(self._timers, entry)
        return timer

    _start_timer = set_timeout

    def run(self) -> None:
        while self._ticks or self._timers:
            while self._ticks:
                callback, args = self._ticks.popleft()
                callback(*args)
            if self._timers:
                due, _, timer, callback, args = heapq.heappop(self._timers)
                if not timer.closed:
                    self.now = due
                    callback(*args)


class Network:
    """What each address answers, after how long; what is open."""

    def __init__(self, loop: VirtualLoop, answers: dict[str, tuple[float, str]]) -> None:
        self.loop = loop
        self.answers = answers
        self.open: list[str] = []
        self.handles: list[FakeTCP] = []

    def handle(self, loop: Any) -> FakeTCP:
        handle = FakeTCP(self)
        self.handles.append(handle)
        return handle


class FakeTCP(netuv.TCP):
    """A TCP handle of that network."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self._loop = network.loop
        self.owner: Any = None
        self.stream_id: Any = self
        self.reading = False
        self.peer = ""

    _slot: Any = 0
    bytes_read: Any = 0
    bytes_written: Any = 0
    timed: Any = False
    _writing: Any = None

    def _hold(self) -> None:
        """The network keeps it."""

    def set_sink(self, sink: Callback) -> None:
        self._loop._slots.sinks[self._slot] = sink

    def connect(self, address: str, port: int) -> None:
        delay, answer = self.network.answers[address]
        self.peer = address
        self.network.open.append(address)
        if answer == "unreachable":
            raise system_error("ENETUNREACH", "connect")
        if answer != "never":
            status = 0 if answer == "success" else -111
            self._loop.set_timeout(self._answer, delay, status)

    def _answer(self, status: int) -> None:
        if self.stream_id is not None:
            self.owner._handle_connect(status)

    def close(self, callback: Callback | None = None) -> None:
        assert self.stream_id is not None, "closed twice"
        self.stream_id = None
        if self.peer:
            self.network.open.remove(self.peer)
        if callback is not None:
            self._loop.next_tick(callback)

    def getsockname(self) -> netuv.Address:
        raise system_error("EBADF", "getsockname")

    def read_start(self) -> None:
        self.reading = True
