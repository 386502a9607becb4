"""What may happen on a pair of connected sockets, said without any of netuv's rules for it."""

from __future__ import annotations

import random
import socket as plain
from typing import Any

import netuv

ONCE = ("end", "finish", "close", "error")

# No part of it is like another: what is sent says where in the stream it belongs.
PATTERN = random.Random(1).randbytes(1_048_573)


def half_open_pair(kind: str) -> tuple[netuv.Socket, netuv.Socket]:
    """Two connected sockets, ``unix`` or TCP, that may be half-open."""
    if kind == "unix":
        ends = plain.socketpair()
    else:
        with plain.create_server(("127.0.0.1", 0)) as listener:
            client = plain.create_connection(listener.getsockname())
            ends = (client, listener.accept()[0])
    return _adopted(ends[0]), _adopted(ends[1])


def _adopted(end: plain.socket) -> netuv.Socket:
    end.setsockopt(plain.SOL_SOCKET, plain.SO_SNDBUF, 8192)  # so that much is queued
    options: Any = {"fd": end.detach(), "readable": True, "writable": True}
    return netuv.Socket(allow_half_open=True, **options)


class Side:
    """One socket of the pair: what was asked of it, and what it has emitted."""

    def __init__(self, socket: netuv.Socket, name: str) -> None:
        self.socket = socket
        self.name = name
        self.sent = bytearray()  # handed to write() or end() and not refused
        self.received = bytearray()
        self.events: list[str] = []
        self.callbacks: list[list[Any]] = []  # one list per callback asked for
        self.reaches: list[int] = []  # how much was sent with each of them, all before included
        self.order: list[int] = []
        self.broken = False  # destroyed or reset by the test
        self.paused = False
        self.reading = False  # inside read()
        self.error: Any = None
        for event in ("end", "finish", "close"):
            socket.on(event, lambda *_, event=event: self.events.append(event))
        socket.on("error", self._failed)
        socket.on("data", self._data)

    def _failed(self, error: BaseException) -> None:
        self.events.append("error")
        self.error = error

    def _data(self, chunk: bytes) -> None:
        assert "end" not in self.events, "data after the end"
        assert "close" not in self.events, "data after the close"
        assert self.reading or not self.paused, "data while paused"
        self.received += chunk

    def _bytes(self, size: int) -> bytes:
        start = len(self.sent) % len(PATTERN)
        found = PATTERN[start : start + size]
        return found + PATTERN[: size - len(found)]

    def _callback(self) -> Any:
        number = len(self.callbacks)
        calls: list[Any] = []
        self.callbacks.append(calls)
        self.reaches.append(len(self.sent))

        def called(error: Any = None) -> None:
            calls.append(error)
            self.order.append(number)

        return called

    # -- what a test may do --------------------------------------------------------------

    def write(self, size: int, reported: bool) -> None:
        data = self._bytes(size)
        if not self.socket.writable_ended and not self.socket.destroyed:
            self.sent += data
        if reported:
            self.socket.write(data, self._callback())
        else:
            self.socket.write(data)

    def end(self, size: int) -> None:
        """Ends it, after ``size`` bytes if there are any."""
        if self.socket.writable_ended or self.socket.destroyed:
            return
        data = self._bytes(size) if size else None
        self.sent += data or b""
        self.socket.end(data, self._callback())

    def pause(self) -> None:
        self.paused = True
        self.socket.pause()

    def resume(self) -> None:
        self.paused = False
        self.socket.resume()

    def read(self) -> None:
        self.reading = True
        self.socket.read()  # what it gives is emitted as "data", too
        self.reading = False

    def destroy(self) -> None:
        self.broken = True
        self.socket.destroy()

    def reset(self) -> None:
        self.broken = True
        self.socket.reset_and_destroy()

    # -- what must hold at the end ----------------------------------------------------------

    def check(self, peer: Side) -> None:
        for event in ONCE:
            assert self.events.count(event) <= 1, (self.name, self.events)
        assert self.events[-1:] == ["close"], (self.name, self.events)
        if "error" in self.events:
            assert self.events.index("error") == len(self.events) - 2, self.events
        assert all(len(calls) == 1 for calls in self.callbacks), (self.name, self.callbacks)
        reported = [number for number in self.order if not self.callbacks[number][0]]
        assert reported == sorted(reported), (self.name, self.order)
        self._check_bytes(peer)

    def _check_bytes(self, peer: Side) -> None:
        # No comparison of megabytes in the message of a failure.
        in_order = peer.sent.startswith(self.received)
        assert in_order, (self.name, "received what was not sent, or not in this order")
        got, sent = len(self.received), len(peer.sent)
        if not (self.broken or peer.broken or self.error or peer.error):
            assert got == sent, self.name
            assert self.socket.bytes_read == got, self.name
            assert peer.socket.bytes_written == sent, self.name
            assert "end" in self.events
            assert "finish" in self.events
        if "end" in self.events:
            assert got >= peer._reported_written(), (
                self.name,
                "called back as written, but it did not come",
            )

    def _reported_written(self) -> int:
        done = zip(self.reaches, self.callbacks)
        return max((reach for reach, calls in done if not calls[0]), default=0)
