"""What a writable side holds: chunks waiting to be written, and whose callbacks come then."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

Callback = Callable[..., Any]


class BufferedWrite:
    """A chunk that waits, its encoding and its callback; what ``_writev`` gets a list of."""

    __slots__ = ("chunk", "length", "callback", "encoding")

    def __init__(
        self, chunk: Any, length: int, callback: Callback | None, encoding: str = "buffer"
    ) -> None:
        self.chunk = chunk
        self.length = length
        self.callback = callback
        self.encoding = encoding


class WriteQueue:
    """What a writable side holds besides its bits, once it needs it."""

    __slots__ = (
        "length",
        "buffered",
        "in_flight",
        "corked",
        "pending_callbacks",
        "done_this_tick",
        "on_finish",
        "default_encoding",
        "drain_waiters",
    )

    def __init__(self) -> None:
        self.length = 0  # not yet written, the current _write included
        self.buffered: deque[BufferedWrite] = deque()
        self.in_flight: list[BufferedWrite] = []  # what one _write or _writev was given
        self.corked = 0
        self.pending_callbacks = 0  # how many callbacks "finish" waits for; a _writev's are one
        # Written at once: their callbacks come at the next tick.
        self.done_this_tick: list[list[BufferedWrite]] | None = None
        self.on_finish: list[Callback] = []
        self.default_encoding = "utf8"
        self.drain_waiters: Any = None  # the Waiters for less to be queued, once a task waits
