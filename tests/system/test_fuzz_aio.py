"""Random sequences of what tasks and listeners may do with sockets inside asyncio.

Every byte that one end sends is seen by the other one exactly once and in order, whoever
reads there, and every task that waits comes to its end when the peer has ended.
``NETUV_FUZZ=2000`` (``make fuzz``) tries so many sequences instead of some.
"""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.hosts import Host
from support.model import half_open_pair

import netuv

pytestmark = pytest.mark.usefixtures("no_chunk_left", "decisions_checked")

EXAMPLES = int(os.environ.get("NETUV_FUZZ", "25"))

RANDOM = random.Random(1).randbytes(1 << 20)
CODES = {"ERR_STREAM_PREMATURE_CLOSE", "ECONNRESET", "EPIPE"}  # of one end that was cut off


def raw(data: Any) -> bytes:
    """The bytes of a chunk, which is text where there is an encoding."""
    return data.encode("latin-1") if isinstance(data, str) else data


class End:
    """One end of a connection: what it has sent, and what it has seen."""

    def __init__(self, socket: netuv.Socket) -> None:
        self.socket = socket
        self.sent = bytearray()
        self.seen = bytearray()
        self.tasks: list[asyncio.Task[None]] = []
        self.listens = False
        self.cut = False
        self.separators = 0  # tasks that wait for one

    # -- seeing ------------------------------------------------------------------------

    def see(self, data: Any) -> None:
        if not self.socket.destroyed:
            self.seen += raw(data)

    def take(self, data: Any) -> None:
        """What a task has got; where there is a listener, that was called with it, too."""
        if not self.listens:
            self.see(data)
        elif not self.socket.destroyed:
            assert self.seen.endswith(raw(data))

    def see_all(self) -> None:
        """Listener of "readable"."""
        while (data := self.socket.read()) is not None:
            self.take(data)

    def check(self, peer: End) -> None:
        assert peer.sent.startswith(self.seen)

    # -- what tasks do -------------------------------------------------------------------

    async def _iterate(self, count: int) -> None:
        async for chunk in self.socket:
            self.take(chunk)
            count -= 1
            if count <= 0:
                break

    async def _exactly(self, size: int) -> None:
        try:
            self.take(await self.socket.read_exactly(size))
        except asyncio.IncompleteReadError as error:
            self.take(error.partial)

    async def _until(self, size: int) -> None:
        separator: Any = RANDOM[size % 9000 : size % 9000 + 1 + size % 2]
        if self.socket.readable_encoding:
            separator = separator.decode("latin-1")
        self.separators += 1
        try:
            self.take(await self.socket.read_until(separator, 1 + size))
        except asyncio.IncompleteReadError as error:
            self.take(error.partial)
        except asyncio.LimitOverrunError:
            pass
        finally:
            self.separators -= 1

    async def _read_for(self, milliseconds: int) -> None:
        for work, count in ((self._iterate, 1), (self._exactly, 2), (self._iterate, 3)):
            try:
                await asyncio.wait_for(work(count), milliseconds % 3 / 1000)
            except asyncio.TimeoutError:
                pass

    def start(self, work: Any) -> None:
        self.tasks.append(asyncio.ensure_future(work))

    # -- steps -----------------------------------------------------------------------------

    def iterate(self, size: int) -> None:
        self.start(self._iterate(size % 9))

    def exactly(self, size: int) -> None:
        self.start(self._exactly(size))

    def until(self, size: int) -> None:
        self.start(self._until(size))

    def read_for(self, size: int) -> None:
        self.start(self._read_for(size))

    def cancel(self, size: int) -> None:
        if self.tasks:
            self.tasks[size % len(self.tasks)].cancel()

    def write(self, size: int) -> None:
        if self.socket.writable:
            start = len(self.sent) % 9000
            data = RANDOM[start : start + size]
            self.sent += data
            self.socket.write(data)

    def read(self, size: int) -> None:
        data = self.socket.read(size)
        if data is not None:
            self.take(data)

    def put_back(self, size: int) -> None:
        if not self.listens and not self.socket.readable_ended:
            data = self.socket.read()
            if data is not None:
                self.socket.unshift(data, "latin1" if isinstance(data, str) else None)

    def listen(self, size: int) -> None:
        if not self.listens:
            self.listens = True
            self.socket.on("data", self.see)

    def unlisten(self, size: int) -> None:
        if self.listens:
            self.listens = False
            self.socket.pause()
            self.socket.off("data", self.see)

    def await_readable(self, size: int) -> None:
        if not self.socket.listener_count("readable"):
            self.socket.on("readable", self.see_all)

    def forget_readable(self, size: int) -> None:
        self.socket.off("readable", self.see_all)

    def pause(self, size: int) -> None:
        self.socket.pause()

    def resume(self, size: int) -> None:
        if self.listens:  # or what flows is nobody's
            self.socket.resume()

    def set_encoding(self, size: int) -> None:
        if not self.separators:  # which would have to be text from here on
            self.socket.set_encoding("latin1")

    def end(self, size: int) -> None:
        self.socket.end()

    def destroy(self, size: int) -> None:
        self.cut = True
        self.socket.destroy()

    # -- the end ---------------------------------------------------------------------------

    async def finish(self) -> None:
        """Reads all; every task ends by itself."""
        self.unlisten(0)
        self.forget_readable(0)
        self.socket.end()
        results = await asyncio.gather(*self.tasks, self._iterate(1 << 30), return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException) and not isinstance(result, asyncio.CancelledError):
                if not self.cut or getattr(result, "code", "") not in CODES:
                    raise result


PLAIN = (
    *["exchange", "write", "turn"] * 4,
    *["iterate", "exactly", "until", "read_for", "cancel"],
)
CALM = (
    *PLAIN,
    *["cancel", "read", "put_back", "listen", "unlisten", "await_readable", "forget_readable"],
    *["pause", "resume"],
)
ROUGH = (*CALM, "set_encoding", "end", "destroy")
SIZE = st.integers(0, 40) | st.integers(1, 200_000)
NUMBER = st.sampled_from([0, 0, 0, 1, 2, 3])  # one end does more than the others


def steps_of(actions: tuple[str, ...]) -> Any:
    step = st.tuples(st.sampled_from(actions), NUMBER, SIZE)
    return st.lists(step, max_size=12) | st.lists(step, min_size=12, max_size=60)


STEPS = steps_of(PLAIN) | steps_of(CALM) | steps_of(ROUGH)


async def turn(rounds: int) -> None:
    for _ in range(rounds):
        await asyncio.sleep(0)


async def exchange(end: End, peer: End, size: int) -> None:
    """A task waits already, and mostly alone, when what it waits for comes."""
    if size % 5:
        for task in end.tasks:
            task.cancel()
    work = (end.iterate, end.exactly, end.until, end.read_for)[size % 4]
    work(size)
    await turn(1 + size % 3)
    peer.write(size)
    await turn(size % 9)


async def go_through(steps: list[tuple[str, int, int]]) -> None:
    ends = [End(one) for kind in ("tcp", "unix") for one in half_open_pair(kind)]
    peers = [ends[1], ends[0], ends[3], ends[2]]
    for action, number, size in steps:
        if action == "turn":
            await turn(1 + size % 8)
        elif action == "exchange":
            await exchange(ends[number], peers[number], size)
        else:
            getattr(ends[number], action)(size)
            if action == "destroy":
                peers[number].cut = True
        for end, peer in zip(ends, peers):
            end.check(peer)
    await asyncio.gather(*(end.finish() for end in ends))
    for end, peer in zip(ends, peers):
        end.check(peer)
        assert end.cut or end.seen == peer.sent
        end.socket.destroy()


FUZZ: Callable[[Any], Any] = settings(
    max_examples=EXAMPLES,
    derandomize=EXAMPLES <= 100,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@pytest.mark.parametrize("debug", [False, True], ids=["", "debug"])
@FUZZ
@given(steps=STEPS)
def test_every_byte_is_seen_once_and_in_order_by_whoever_reads(
    host: Host, debug: bool, steps: list[tuple[str, int, int]]
) -> None:
    host.reported.clear()
    host.run(go_through(steps), debug=debug)
    if not any(action == "destroy" for action, _, _ in steps):
        assert host.reported == []
