"""``python -m netuv demo``: the manual's example, then random data through its echo server."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import Any

import netuv
from netuv._cli.commands import STDOUT, format_address, say, write_output

MIB = 1024 * 1024
POOL_BLOCKS = 64
GREETING = b"hello\r\n"
STALLED_AFTER = 30_000  # milliseconds without a byte
BAR_WIDTH = 40

StartClient = Callable[[dict[str, Any]], netuv.Socket]


class DemoFailed(Exception):
    """What came back is not what was sent."""


def run_demo(mebibytes: int) -> None:
    """Hold the manual's conversation, then send ``mebibytes`` over TCP and over a Unix socket.

    Raises DemoFailed when what comes back is not what was sent.
    """
    say("The echo server and its client, as in Node's manual")
    against({"port": 0, "host": "127.0.0.1"}, converse)

    data = RandomData(mebibytes)
    say(f"\n{mebibytes} MiB of random data through that server, over TCP")
    exchange({"port": 0, "host": "127.0.0.1"}, data)
    with tempfile.TemporaryDirectory(prefix="netuv-") as directory:
        say(f"\n{mebibytes} MiB of random data through that server, over a Unix socket")
        exchange({"path": os.path.join(directory, "echo.sock")}, data)


# The manual's example


def manual_listener(c: netuv.Socket) -> None:
    """The connection listener of the example in ``net.createServer()``."""
    say("  server: client connected")
    c.on("end", lambda: say("  server: client disconnected"))
    c.write(GREETING)
    c.pipe(c)


def converse(options: dict[str, Any]) -> netuv.Socket:
    """The client of the example in ``net.createConnection()``."""

    def connected() -> None:
        say("  client: connected to server!")
        client.write("world!\r\n")

    def received(data: bytes) -> None:
        for line in data.decode().splitlines():
            say(f"  client: received {line!r}")
        client.end()

    client = netuv.create_connection(connected, **options)
    client.on("data", received)
    client.on("end", lambda: say("  client: disconnected from server"))
    return client


def against(where: dict[str, Any], start_client: StartClient) -> None:
    """Run the server at ``where`` for as long as one client lasts, which is given that."""
    server = netuv.create_server(manual_listener)

    def bound() -> None:
        address = server.address()
        say(f"  server: bound to {format_address(address)}")
        reached = where
        if isinstance(address, netuv.Address):
            reached = {"port": address.port, "host": address.address}
        client = start_client(reached)
        client.on("close", lambda *_: server.close())

    server.on("listening", bound)
    server.listen(**where)
    netuv.run()


# Random data there and back


class RandomData:
    """Blocks of 1 MiB, the same ones in the same order at each ``blocks()``, no two alike.

    At most 64 are kept; the next 64 are these again, turned by one more byte each time.
    """

    def __init__(self, mebibytes: int) -> None:
        self.size = mebibytes * MIB
        self._mebibytes = mebibytes
        self._pool = [os.urandom(MIB) for _ in range(min(mebibytes, POOL_BLOCKS))]
        digest = hashlib.sha256()
        for block in self.blocks():
            digest.update(block)
        self.sha256 = digest.hexdigest()

    def blocks(self) -> Iterator[bytes]:
        """All of the data, a block at a time."""
        for index in range(self._mebibytes):
            turn, place = divmod(index, POOL_BLOCKS)
            block = self._pool[place]
            yield block[turn % MIB :] + block[: turn % MIB] if turn else block


def exchange(where: dict[str, Any], data: RandomData) -> None:
    """Send ``data`` through a server at ``where`` and compare what comes back."""
    transfer = Transfer(data)
    against(where, transfer.start)
    transfer.check()


class Transfer:
    """One client that sends everything, as fast as it is taken, and hashes what comes back."""

    def __init__(self, data: RandomData) -> None:
        self._data = data
        self._blocks = data.blocks()
        self._digest = hashlib.sha256()
        self._greeting = b""
        self._received = 0
        self._progress = Progress(data.size)
        self._started = self._ended = 0.0

    def start(self, options: dict[str, Any]) -> netuv.Socket:
        """Connect, and do the rest as events come."""
        self._client = client = netuv.create_connection(**options)
        client.set_timeout(STALLED_AFTER, self._stalled)
        client.on("connect", self._connected)
        client.on("data", self._receive)
        client.on("drain", self._send)
        return client

    def _connected(self) -> None:
        self._started = time.perf_counter()
        self._send()

    def _send(self) -> None:
        for block in self._blocks:
            if not self._client.write(block):
                return
        if not self._client.writable_ended:
            self._client.end()

    def _receive(self, chunk: bytes) -> None:
        missing = len(GREETING) - len(self._greeting)
        if missing:
            self._greeting += chunk[:missing]
            chunk = chunk[missing:]
        self._digest.update(chunk)
        self._received += len(chunk)
        self._progress.reached(self._received)
        self._ended = time.perf_counter()

    def _stalled(self) -> None:
        self._client.destroy(TimeoutError(f"nothing has moved for {STALLED_AFTER // 1000} s"))

    def check(self) -> None:
        """Print the verdict; raise DemoFailed when it is a bad one."""
        self._progress.finish()
        if self._greeting != GREETING:
            raise DemoFailed(f"the server greeted with {self._greeting!r} instead of {GREETING!r}")
        if self._received != self._data.size:
            raise DemoFailed(f"{self._received} bytes came back of {self._data.size} sent")
        received = self._digest.hexdigest()
        if received != self._data.sha256:
            raise DemoFailed(
                f"data damaged: SHA-256 {received} came back for {self._data.sha256} sent"
            )
        seconds = max(self._ended - self._started, 1e-9)
        say(f"  SHA-256 {received}, sent and received alike")
        speed = self._data.size / 1e6 / seconds
        say(f"  {self._data.size // MIB} MiB there and back in {seconds:.2f} s: {speed:.0f} MB/s")


class Progress:
    """How far it is: a bar on a terminal, a line at each quarter elsewhere."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._step = 1 if os.isatty(STDOUT) else 25
        self._shown = 0

    def reached(self, done: int) -> None:
        """Show the first ``done`` bytes, when that is news."""
        percent = min(100, 100 * done // self._total)
        if percent < self._shown + self._step:
            return
        self._shown = percent - percent % self._step
        if self._step > 1:
            say(f"  {self._shown} %")
            return
        bar = ("#" * (BAR_WIDTH * percent // 100)).ljust(BAR_WIDTH)
        write_output(f"\r  [{bar}] {percent:3} %".encode())

    def finish(self) -> None:
        """Leave the bar's line."""
        if self._step == 1 and self._shown:
            say("")
