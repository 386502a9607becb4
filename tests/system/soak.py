"""Hours in minutes: churn, echo, timers, names and asyncio at once, on both lanes side by side.

``make soak MINUTES=20``. It fails where memory or descriptors grow, where a byte is wrong and
where something stands still.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from collections import Counter
from collections.abc import Callable
from typing import Any

import netuv

HOST = "127.0.0.1"
CHURN = 6  # connections that come and go, for each kind of server
STEADY = 3  # connections that stay, for each kind
ROUND = 5.0  # seconds that an asyncio loop lives
BLOCK = 8192  # bytes; the long-lived ones send so many at a time
PAGE = resource.getpagesize()
GROWTH = 0.02  # of the memory in the middle third
SLACK = 512 << 10  # bytes
FEW = 2  # descriptors that may be open at one time and not at another


def pattern(seed: int, length: int) -> bytes:
    """Bytes that nobody else sends: each block with its own seed, ended by its checksum."""
    block = random.Random(seed).randbytes(max(0, length - 4))
    return block + zlib.crc32(block).to_bytes(4, "big")


class Figures:
    """What was done, and what was wrong; both threads add to it."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.faults: list[str] = []
        self.lock = threading.Lock()
        self.over = threading.Event()

    def add(self, name: str, count: int = 1) -> None:
        with self.lock:
            self.counts[name] += count

    def fault(self, text: str) -> None:
        with self.lock:
            if len(self.faults) < 20:
                self.faults.append(text)

    def check(self, who: str, got: bytes, wanted: bytes) -> None:
        self.add("bytes", len(got))
        if got != wanted:
            self.fault(f"{who} received {len(got)} bytes that are not the {len(wanted)} it sent")


# -- on a loop of netuv's own -------------------------------------------------------------


class OwnLoop:
    """Churn, long-lived echo, timers and lookups on one netuv loop."""

    def __init__(self, figures: Figures, directory: str) -> None:
        self.figures = figures
        self.path = os.path.join(directory, "soak")
        self.seed = 0
        self.servers: list[Any] = []
        self.steady: list[Any] = []
        self.timers: list[Any] = []
        self.churning = 0

    def run(self) -> None:
        places: list[dict[str, Any]] = [{"port": 0, "host": HOST}, {"path": self.path}]
        for where in places:
            server = netuv.create_server(self.serve)
            server.listen(**where)
            self.servers.append(server)
            server.on("listening", lambda server=server: self.begin(server))
        self.timers.append(netuv.set_interval(self.tick, 20))
        netuv.run()

    def serve(self, socket: Any) -> None:
        socket.on("error", lambda error: self.figures.add("errors"))
        socket.on("data", socket.write)
        socket.set_timeout(60_000)

    def begin(self, server: Any) -> None:
        address = server.address()
        where = {"path": address} if isinstance(address, str) else {"port": address.port}
        for _ in range(CHURN):
            self.churn(where)
        for _ in range(STEADY):
            self.stay(where)

    def next_seed(self) -> int:
        self.seed += 1
        return self.seed

    def churn(self, where: dict[str, Any]) -> None:
        """Connects, sends, has it sent back, ends; then another one. Some end halfway."""
        seed = self.next_seed()
        message = pattern(seed, 5 + seed * 7919 % 20_000)
        received = bytearray()
        self.churning += 1
        rude = seed % 10 == 0
        socket = netuv.connect(**where, host=HOST) if "port" in where else netuv.connect(**where)

        def data(chunk: bytes) -> None:
            received.extend(chunk)
            if rude:
                socket.destroy()
            elif len(received) >= len(message):
                socket.end()

        def closed(had_error: bool) -> None:
            self.figures.add("connections")
            if not rude:
                self.figures.check("a connection", bytes(received), message)
            self.churning -= 1
            if not self.figures.over.is_set():
                netuv.set_immediate(self.churn, where)

        socket.on("error", lambda error: self.figures.fault(f"a connection failed: {error!r}"))
        socket.on("data", data)
        socket.on("close", closed)
        socket.write(message)

    def stay(self, where: dict[str, Any]) -> None:
        """One connection that sends a block after the other."""
        socket = netuv.connect(**where, host=HOST) if "port" in where else netuv.connect(**where)
        self.steady.append(socket)
        received = bytearray()
        sent = b""

        def send() -> None:
            nonlocal sent
            received.clear()
            sent = pattern(self.next_seed(), BLOCK)
            socket.write(sent)

        def data(chunk: bytes) -> None:
            received.extend(chunk)
            if len(received) >= len(sent):
                self.figures.check("a long-lived connection", bytes(received), sent)
                self.figures.add("blocks")
                netuv.set_timeout(send, 1)

        socket.on("error", lambda error: self.figures.fault(f"a connection failed: {error!r}"))
        socket.on("data", data)
        socket.on("connect", send)

    def tick(self) -> None:
        """Every 20 ms: timers that fire, and that are cleared; a lookup; the end."""
        if self.figures.over.is_set():
            if self.churning == 0:
                self.end()
            return
        for milliseconds in range(10):
            timer = netuv.set_timeout(self.figures.add, milliseconds, "timers")
            if milliseconds % 2:
                netuv.clear_timeout(timer)
        netuv.set_immediate(self.figures.add, "immediates")
        netuv.dns.lookup("localhost" if self.seed % 2 else HOST, self.answered, all=True)

    def answered(self, error: Any, *_: Any) -> None:
        self.figures.add("lookups")
        if error is not None:
            self.figures.fault(f"a lookup failed: {error!r}")

    def end(self) -> None:
        for timer in self.timers:
            netuv.clear_timeout(timer)
        for socket in self.steady:
            socket.destroy()
        for server in self.servers:
            server.close()


# -- inside asyncio ------------------------------------------------------------------------


class InAsyncio:
    """One asyncio loop after the other, each with a server and clients; awaits are cancelled."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self.seed = 1 << 40

    def run(self) -> None:
        while not self.figures.over.is_set():
            try:
                asyncio.run(self.round())
            except Exception as error:
                self.figures.fault(f"an asyncio loop failed: {error!r}")
                return
            self.figures.add("asyncio loops")

    async def serve(self, socket: Any) -> None:
        async for chunk in socket:
            socket.write(chunk)
            await socket.drain()

    async def round(self) -> None:
        until = time.monotonic() + ROUND
        async with await netuv.create_server(self.serve).listen(0, HOST) as server:
            address: Any = server.address()
            port = address.port
            await asyncio.gather(*[self.client(port, until) for _ in range(CHURN)])

    async def client(self, port: int, until: float) -> None:
        while time.monotonic() < until and not self.figures.over.is_set():
            await self.talk(port)
            await self.give_up(port)

    async def talk(self, port: int) -> None:
        self.seed += 1
        message = pattern(self.seed, 5 + self.seed * 7919 % 20_000)
        async with await netuv.connect(port, HOST) as socket:
            socket.write(message[:5])
            received = await socket.read_exactly(5)
            socket.end(message[5:])
            async for chunk in socket:
                received += chunk
        self.figures.check("a task", received, message)
        self.figures.add("connections")

    async def give_up(self, port: int) -> None:
        """A read that nothing answers is cancelled, and so is a connect, now and then."""
        try:
            async with await netuv.connect(port, HOST) as socket:
                await asyncio.wait_for(socket.read_exactly(1), 0.002)
        except asyncio.TimeoutError:
            self.figures.add("cancels")
        task = asyncio.ensure_future(_connect(port))
        await asyncio.sleep(0)
        task.cancel()
        try:
            (await task).destroy()
        except asyncio.CancelledError:
            self.figures.add("cancels")


async def _connect(port: int) -> Any:
    return await netuv.connect(port, HOST)


# -- what is measured ------------------------------------------------------------------------


def memory() -> int:
    """The resident memory of this process, in bytes."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * PAGE


def open_descriptors() -> int:
    return len(os.listdir("/proc/self/fd")) - 1


class Watch:
    """Samples memory and descriptors once a second, and says so now and then."""

    def __init__(self, figures: Figures, lane: str, seconds: float) -> None:
        self.figures = figures
        self.lane = lane
        self.seconds = seconds
        self.memory: list[int] = []
        self.descriptors: list[int] = []

    def run(self) -> None:
        began = time.monotonic()
        shown = began
        while (now := time.monotonic()) < began + self.seconds and not self.figures.faults:
            time.sleep(min(1.0, self.seconds / 30))
            self.memory.append(memory())
            self.descriptors.append(open_descriptors())
            if now - shown > 10:
                shown = now
                self.show(now - began)
        self.figures.over.set()

    def show(self, passed: float) -> None:
        counts = self.figures.counts
        print(
            f"-- {self.lane}: {passed:.0f} of {self.seconds:.0f} s, {self.memory[-1] >> 10} KiB, "
            f"{self.descriptors[-1]} descriptors, {counts['connections']} connections, "
            f"{counts['bytes'] >> 20} MiB",
            flush=True,
        )

    def thirds(self, samples: list[int]) -> tuple[float, float, float]:
        size = max(1, len(samples) // 3)
        parts = [
            samples[:size],
            samples[size : 2 * size] or samples,
            samples[2 * size :] or samples,
        ]
        first, middle, last = (statistics.median(part or samples) for part in parts)
        return first, middle, last

    def judge(self, with_memory: bool) -> None:
        first, middle, last = self.thirds(self.memory)
        print(f"{self.lane}: memory, KiB: {first / 1024:.0f} {middle / 1024:.0f} {last / 1024:.0f}")
        if with_memory and last > middle * (1 + GROWTH) + SLACK:
            self.figures.fault(f"memory grew from {middle:.0f} to {last:.0f} bytes")
        first, middle, last = self.thirds(self.descriptors)
        print(f"{self.lane}: descriptors: {first:.0f} {middle:.0f} {last:.0f}")
        if with_memory and last > middle + FEW:
            self.figures.fault(f"descriptors grew from {middle:.0f} to {last:.0f}")


def guarded(figures: Figures, part: Callable[[], None]) -> Callable[[], None]:
    """``part``, whose exception is a fault, and ends everything."""

    def run() -> None:
        try:
            part()
        except BaseException as error:
            figures.fault(f"{error!r} came out of {part}")
            raise

    return run


def soak(lane: str, seconds: float, with_memory: bool) -> int:
    """One lane, in this process."""
    netuv.Loop().close()  # what libuv makes once and keeps
    before = open_descriptors()
    figures = Figures()
    watch = Watch(figures, lane, seconds)
    with tempfile.TemporaryDirectory(prefix="nuv", dir="/tmp") as directory:
        parts = [watch.run, OwnLoop(figures, directory).run, InAsyncio(figures).run]
        threads = [threading.Thread(target=guarded(figures, part)) for part in parts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(seconds + 60)
            if thread.is_alive():
                print(f"{lane}: FAILED: a part stands still: {figures.counts}", flush=True)
                os._exit(1)
    gc.collect()
    watch.judge(with_memory)
    if (after := open_descriptors()) != before:
        figures.fault(f"{before} descriptors were open before, {after} are after")
    for name in ("connections", "bytes", "blocks", "timers", "lookups", "cancels"):
        if figures.counts[name] == 0:
            figures.fault(f"no {name} at all")
    print(f"{lane}: " + ", ".join(f"{n} {name}" for name, n in sorted(figures.counts.items())))
    for fault in figures.faults:
        print(f"{lane}: FAILED: {fault}")
    return 1 if figures.faults else 0


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser("make soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--lane", help="this one only, in this process")
    parser.add_argument("--no-memory", action="store_true", help="too short to judge growth")
    options = parser.parse_args(arguments)
    if options.lane:
        return soak(options.lane, options.minutes * 60, not options.no_memory)
    children = [
        subprocess.Popen(
            [sys.executable, __file__, *arguments, "--lane", lane],
            env={**os.environ, "NETUV_LANE": lane},
        )
        for lane in ("c", "python")
    ]
    return max([child.wait() for child in children])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
