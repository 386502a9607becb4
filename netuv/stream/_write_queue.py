"""What a writable side holds: chunks waiting to be written, and who is to be told."""

from __future__ import annotations

from collections import deque
from typing import Any, Callable

Callback = Callable[..., Any]


class Pending:
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
        "waiting",
        "current",
        "corked",
        "before_finish",
        "done_now",
        "at_finish",
        "default_encoding",
        "drainers",
    )

    def __init__(self) -> None:
        self.length = 0  # not yet written, the current _write included
        self.waiting: deque[Pending] = deque()
        self.current: list[Pending] = []  # what one _write or _writev was given
        self.corked = 0
        self.before_finish = 0  # how many callbacks "finish" waits for; a _writev's are one
        self.done_now: list[list[Pending]] | None = None  # written at once, told at the next tick
        self.at_finish: list[Callback] = []
        self.default_encoding = "utf8"
        self.drainers: Any = None  # the Waiters for less to be queued, once a task waits
