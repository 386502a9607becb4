"""What the checks of the table work with: a fresh loop, and plain sockets as the other end."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import socket
import struct
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from support.peers import HOST, reset

import netuv

SECONDS = float(os.environ.get("MANUAL_SECONDS", "20"))  # until a check that waits gives up


class World:
    """A loop of one's own, current inside ``with``, and everything on it closed afterwards."""

    def __init__(self) -> None:
        self._after = contextlib.ExitStack()

    def __enter__(self) -> World:
        self.loop = netuv.Loop()
        self._after.callback(self.loop.close)
        self._after.enter_context(self.loop)
        return self

    def __exit__(self, *_: object) -> None:
        self._after.close()

    # -- time ----------------------------------------------------------------------------

    def run(self) -> None:
        """Runs the loop until nothing keeps it."""

        def give_up() -> None:
            raise AssertionError("the loop does not end")

        guard = netuv.set_timeout(give_up, SECONDS * 1000).unref()
        self.loop.run()
        guard.close()

    def until(self, met: Callable[[], Any]) -> None:
        """Runs the loop until ``met()`` is true."""
        deadline = time.monotonic() + SECONDS
        alive = self.loop.set_timeout(lambda: None, SECONDS * 2000)  # else nothing is polled
        try:
            while not met():
                assert time.monotonic() < deadline, "it does not come"
                self.loop.run_nowait()
                time.sleep(0.0001)
        finally:
            alive.close()

    def wait(self, emitter: Any, event: str) -> tuple[Any, ...]:
        """Runs the loop until ``event``; its arguments."""
        received: list[tuple[Any, ...]] = []
        emitter.once(event, lambda *args: received.append(args))
        self.until(lambda: received)
        return received[0]

    def settle(self) -> None:
        """Lets happen what is about to: for a check that something does not."""
        turns = iter(range(4))
        self.until(lambda: next(turns, None) is None)

    def in_asyncio(self, main: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
        """What ``main()`` returns, run by asyncio in a thread where this loop is not current."""
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(lambda: asyncio.run(asyncio.wait_for(main(), SECONDS))).result()

    # -- plain sockets -------------------------------------------------------------------

    def keep(self, plain: Any) -> Any:
        """Closed at the end."""
        self._after.callback(plain.close)
        return plain

    def listener(self, family: int = socket.AF_INET, address: Any = (HOST, 0)) -> socket.socket:
        """A plain listening socket."""
        plain: socket.socket = self.keep(socket.socket(family))
        plain.bind(address)
        plain.listen()
        plain.settimeout(SECONDS)
        return plain

    def accept(self, listener: socket.socket) -> socket.socket:
        """A plain connection of that listener."""
        peer: socket.socket = self.keep(listener.accept()[0])
        peer.setblocking(False)
        return peer

    def peer_of(self, place: Any, family: int | None = None) -> socket.socket:
        """A plain connection to a netuv server, a port or a path."""
        address = place.address() if isinstance(place, netuv.Server) else place
        if isinstance(address, netuv.Address):
            address = address.port
        if isinstance(address, int):
            address = ("::1" if family == socket.AF_INET6 else HOST, address)
        if isinstance(address, str):
            family = socket.AF_UNIX
        plain: socket.socket = self.keep(socket.socket(family or socket.AF_INET))
        plain.settimeout(SECONDS)
        plain.connect(address)
        plain.setblocking(False)
        return plain

    def receive(self, peer: socket.socket, count: int | None = None) -> bytes:
        """What a plain socket receives while the loop runs: ``count`` bytes, or all to the end."""
        data = bytearray()
        ended = False

        def met() -> bool:
            nonlocal ended
            try:
                chunk = peer.recv(1 << 18)
            except BlockingIOError:
                return False
            data.extend(chunk)
            ended = not chunk
            return ended or (count is not None and len(data) >= count)

        self.until(met)
        assert count is None or not ended or len(data) == count, bytes(data[:50])
        return bytes(data)

    def nothing_comes(self, peer: socket.socket) -> bool:
        """Whether a plain socket has neither bytes nor an end to read."""
        self.settle()
        try:
            peer.recv(1)
        except BlockingIOError:
            return True
        return False

    def reset(self, peer: socket.socket) -> None:
        """Closes a plain connection with RST."""
        reset(peer)

    # -- netuv's -------------------------------------------------------------------------

    def server(self, listener: Any = None, **options: Any) -> netuv.Server:
        """A netuv server that listens on a port of 127.0.0.1."""
        return self.listen(netuv.create_server(listener, **options), 0, HOST)

    def listen(self, server: netuv.Server, *args: Any, **keywords: Any) -> netuv.Server:
        """Has it listen, until its "listening"."""
        server.listen(*args, **keywords)
        self.wait(server, "listening")
        return server

    def served(self, **options: Any) -> tuple[netuv.Socket, socket.socket]:
        """A socket that a netuv server accepted, and the plain other end."""
        server = self.server(**options)
        peer = self.peer_of(server)
        (accepted,) = self.wait(server, "connection")
        server.close()
        return accepted, peer

    def client(self, **options: Any) -> tuple[netuv.Socket, socket.socket]:
        """A connected netuv client, and the plain other end."""
        listener = self.listener()
        client = netuv.connect(port=listener.getsockname()[1], host=HOST, **options)
        self.wait(client, "connect")
        return client, self.accept(listener)

    def connecting(self, **options: Any) -> tuple[netuv.Socket, socket.socket]:
        """A netuv client that is connecting, and the plain listener."""
        listener = self.listener()
        return netuv.connect(port=listener.getsockname()[1], host=HOST, **options), listener

    def full(self, writer: netuv.Socket) -> bytes:
        """Writes until write() is False; what was written."""
        written = bytearray()
        chunk = os.urandom(1 << 16)
        while True:
            written += chunk
            if not writer.write(chunk):
                return bytes(written)
            assert writer.writable_length == 0, "True, and some of it is queued"
            assert len(written) < 64 << 20, "write() is never False"

    # -- what sockets of servers and of clients do alike ------------------------------------

    def writes_after_the_peers_end(self, ours: netuv.Socket, peer: socket.socket) -> None:
        """Checks that the peer's end does not end our side."""
        peer.shutdown(socket.SHUT_WR)
        self.wait(ours.resume(), "end")
        assert self.nothing_comes(peer)
        ours.end("later")
        assert self.receive(peer) == b"later"

    def ends_with_its_peer(self, ours: netuv.Socket, peer: socket.socket) -> None:
        """Checks that the peer's end ends and closes our side."""
        closed: list[bool] = []
        ours.resume().on("close", closed.append)
        peer.shutdown(socket.SHUT_WR)
        assert self.receive(peer) == b""
        self.until(lambda: closed == [False])

    # -- the system ----------------------------------------------------------------------

    def path(self) -> str:
        """A path short enough for a Unix address, where nothing is."""
        directory = tempfile.TemporaryDirectory(prefix="nuv", dir="/tmp")
        self._after.callback(directory.cleanup)
        return str(Path(directory.name) / "socket")

    def free_port(self) -> int:
        """A port of 127.0.0.1 where nobody listens."""
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            number: int = probe.getsockname()[1]
            return number

    def deaf_port(self) -> int:
        """A port where nobody listens, nor will: its addresses are bound."""
        for _ in range(20):
            bound = self.keep(socket.socket())
            bound.bind((HOST, 0))
            port: int = bound.getsockname()[1]
            bound = self.keep(socket.socket(socket.AF_INET6))
            try:
                bound.bind(("::1", port))
            except OSError as error:
                if error.errno == errno.EADDRINUSE:
                    continue
            return port
        raise AssertionError("no port is free on both addresses")

    def option(self, subject: Any, level: int, name: int) -> int:
        """A socket option of a netuv object, asked of the kernel."""
        with socket.socket(fileno=os.dup(subject._handle.fd)) as duplicate:
            duplicate.setblocking(False)  # as it was: PyPy has it block
            return duplicate.getsockopt(level, name)

    def no_delay(self, subject: Any) -> bool:
        """TCP_NODELAY."""
        return self.option(subject, socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0

    def keep_alive(self, subject: Any) -> bool:
        """SO_KEEPALIVE."""
        return self.option(subject, socket.SOL_SOCKET, socket.SO_KEEPALIVE) != 0

    def keep_idle(self, subject: Any) -> int:
        """TCP_KEEPIDLE, in seconds."""
        name = getattr(socket, "TCP_KEEPIDLE", getattr(socket, "TCP_KEEPALIVE", 0x10))
        return self.option(subject, socket.IPPROTO_TCP, name)

    def backlog(self, server: netuv.Server) -> int:
        """What the kernel has as the backlog: tcpi_sacked of a listening socket."""
        self.needs_linux()
        with socket.socket(fileno=os.dup(server._handle.fd)) as duplicate:  # type: ignore[union-attr]
            duplicate.setblocking(False)  # as it was: PyPy has it block
            info = duplicate.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 104)
        return int(struct.unpack_from("I", info, 28)[0])

    def needs_linux(self) -> None:
        """Skips the check elsewhere: only there the kernel shows what it looks at."""
        if sys.platform != "linux":
            pytest.skip("Linux alone shows this")

    def needs_ipv6(self) -> None:
        """Skips the check where there is no IPv6."""
        try:
            with socket.socket(socket.AF_INET6) as probe:
                probe.bind(("::1", 0))
        except OSError:
            pytest.skip("no IPv6 here")


def code_of(call: Callable[..., Any], *args: Any, **keywords: Any) -> str:
    """The ``code`` of what the call raises."""
    try:
        call(*args, **keywords)
    except Exception as error:
        return str(getattr(error, "code", repr(error)))
    raise AssertionError("it raises nothing")
