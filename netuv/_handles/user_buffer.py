"""The user's buffer that a handle reads into, and the memory libuv gets for it."""

from __future__ import annotations

import sys
from typing import Any

from .._native.binding import ffi
from .._util.errors import invalid_arg_type

# PyPy resizes what is exported, and frees the memory: libuv gets other memory there.
EXPORTS_MOVE = sys.implementation.name != "cpython"


class UserBuffer:
    """A ``buffer`` of the user's, and the ``memory`` that libuv fills.

    ``before``: what the handle read into until now; its memory is used again where it fits.
    Raises ``ERR_INVALID_ARG_TYPE``.
    """

    __slots__ = ("buffer", "memory")

    def __init__(self, buffer: Any, before: UserBuffer | None) -> None:
        self.buffer = buffer
        self.memory: Any = _memory_for(buffer, before and before.memory)

    def copy(self, length: int) -> bool:
        """From memory of our own into the buffer; False if that has become too small."""
        with memoryview(self.buffer) as view:
            if view.nbytes < length:
                return False
        ffi.memmove(self.buffer, self.memory, length)
        return True

    def view(self, length: int) -> memoryview:
        """The part of the buffer that is filled."""
        with memoryview(self.buffer) as view, view.cast("B") as all_bytes:
            return all_bytes[:length]


def _memory_for(buffer: Any, memory: Any) -> Any:
    """What libuv reads into for ``buffer``: its memory; on PyPy as much, ``memory`` if it fits."""
    try:
        if not EXPORTS_MOVE:
            return ffi.from_buffer("char[]", buffer, require_writable=True)
        with memoryview(buffer) as view:
            if view.readonly or not view.c_contiguous:
                raise TypeError
            length = view.nbytes
    except (TypeError, BufferError, ValueError):
        expected = "a writable, contiguous bytes-like object"
        raise invalid_arg_type("buffer", expected, buffer) from None
    if memory is not None and len(memory) == length:
        return memory
    return ffi.new("char[]", length)
