"""What a readable side holds: chunks waiting to be read, in order."""

from __future__ import annotations

from collections import deque
from typing import Any

from ._encoding import Decoder

MANY = 32  # chunks that are searched one by one: more are joined first


class ReadQueue:
    """Chunks with their length: bytes, characters with a decoder, objects in object mode."""

    __slots__ = (
        "chunks",
        "length",
        "objects",
        "decoder",
        "pipes",
        "awaiting_drain",
        "reader",
        "_offset",
    )

    def __init__(self, objects: bool) -> None:
        self.chunks: deque[Any] = deque()
        self.length = 0
        self.objects = objects
        self.decoder: Decoder | None = None
        self.pipes: list[Any] = []
        self.awaiting_drain: set[Any] = set()
        self.reader: Any = None  # the tasks that wait for more, once there are any
        self._offset = 0  # of the first chunk, this much was read: nothing is copied for it

    def let_go(self) -> None:
        """The stream is over."""
        self.reader = None
        self.awaiting_drain.clear()
        for pipe in self.pipes:
            pipe.let_go()

    def append(self, chunk: Any) -> None:
        """Puts ``chunk`` after the others."""
        self.chunks.append(chunk)
        self.length += 1 if self.objects else len(chunk)

    def prepend(self, chunk: Any) -> None:
        """Puts ``chunk`` before the others."""
        if self._offset:
            self.chunks[0] = self.chunks[0][self._offset :]
            self._offset = 0
        self.chunks.appendleft(chunk)
        self.length += 1 if self.objects else len(chunk)

    def first_length(self) -> int:
        """The length of the first chunk."""
        return len(self.chunks[0]) - self._offset

    def take(self, n: int) -> Any:
        """Takes ``n`` off the front, at most what is there; None where there is nothing."""
        if not self.chunks:
            return None
        if self.objects:
            self.length -= 1
            return self.chunks.popleft()
        if n >= self.length and len(self.chunks) == 1 and not self._offset:
            self.length = 0
            return self.chunks.popleft()
        n = min(n, self.length)
        self.length -= n
        parts = []
        while n > 0:
            part = self._take_part(n)
            parts.append(part)
            n -= len(part)
        if len(parts) == 1:
            return parts[0]
        return ("" if self.decoder is not None else b"").join(parts)

    def _take_part(self, n: int) -> Any:
        first, start = self.chunks[0], self._offset
        if len(first) - start > n:
            self._offset = start + n
            return first[start : start + n]
        self.chunks.popleft()
        self._offset = 0
        return first[start:] if start else first

    def decode(self, decoder: Decoder) -> None:
        """From now on text, also what waits already."""
        waiting = self.take(self.length)
        self.decoder = decoder
        if waiting is None:
            return
        text = waiting if isinstance(waiting, str) else decoder.write(waiting)
        if text:
            self.append(text)

    def front(self) -> tuple[int, int]:
        """Changes when something is taken off the front, or put there."""
        return (id(self.chunks[0]) if self.chunks else 0), self._offset

    def find(self, separator: Any, start: int) -> int:
        """Where ``separator`` is, -1 if nowhere; before ``start`` it is known not to begin."""
        if len(self.chunks) > MANY:
            whole = self.take(self.length)
            self.append(whole)
        keep = len(separator) - 1
        position = -self._offset  # of the chunk, counted from what is left
        before = separator[:0]  # the end of what was searched
        for chunk in self.chunks:
            if position + len(chunk) > start:
                found: int = (before + chunk[:keep]).find(separator) if before else -1
                if found >= 0:
                    return position - len(before) + found
                found = chunk.find(separator, max(0, start - position, -position))
                if found >= 0:
                    return position + found
            begin = max(len(chunk) - keep, -position if position < 0 else 0)
            before = (before + chunk[begin:])[-keep:] if keep else before
            position += len(chunk)
        return -1
