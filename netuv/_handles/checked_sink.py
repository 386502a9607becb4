"""In debug mode (``NETUV_DEBUG=1``) a sink that looks at the decisions before it takes data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class CheckedSink:
    """The ``sink`` of ``handle``."""

    __slots__ = ("handle", "sink")

    def __init__(self, handle: Any, sink: Callable[[bytes], Any]) -> None:
        self.handle = handle
        self.sink = sink

    def __call__(self, chunk: bytes) -> Any:
        self.handle._check_decisions()
        return self.sink(chunk)
