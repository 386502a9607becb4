"""What may happen on a pair of connected sockets, told without any of netuv's rules for it."""

from __future__ import annotations

from typing import Any

import netuv

ONCE = ("end", "finish", "close", "error")


class Side:
    """One socket of the pair: what was asked of it, and what it has told."""

    def __init__(self, socket: netuv.Socket, name: str) -> None:
        self.socket = socket
        self.name = name
        self.sent = bytearray()  # handed to write() or end() and not refused
        self.received = bytearray()
        self.events: list[str] = []
        self.callbacks: list[list[Any]] = []  # one list per callback asked for
        self.order: list[int] = []
        self.broken = False  # destroyed or reset by the test
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
        self.received += chunk

    def callback(self) -> Any:
        number = len(self.callbacks)
        calls: list[Any] = []
        self.callbacks.append(calls)

        def called(error: Any = None) -> None:
            calls.append(error)
            self.order.append(number)

        return called

    # -- what a test may do --------------------------------------------------------------

    def write(self, data: bytes, told: bool) -> None:
        if not self.socket.writable_ended and not self.socket.destroyed:
            self.sent += data
        if told:
            self.socket.write(data, self.callback())
        else:
            self.socket.write(data)

    def end(self, data: bytes | None) -> None:
        if self.socket.writable_ended or self.socket.destroyed:
            return
        if data is not None:
            self.sent += data
        self.socket.end(data, self.callback())

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
        told = [number for number in self.order if not self.callbacks[number][0]]
        assert told == sorted(told), (self.name, self.order)
        expected = bytes(peer.sent)
        if self.broken or peer.broken or self.error or peer.error:
            assert expected.startswith(bytes(self.received)), self.name
        else:
            assert bytes(self.received) == expected, self.name
            assert "end" in self.events
            assert "finish" in self.events
