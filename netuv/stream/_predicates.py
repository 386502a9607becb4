"""What finished() and pipeline() ask of a stream: has it that side, is it over.

An old stream is any emitter with ``write()`` or ``pipe()``: what it does not say is None.
"""

from __future__ import annotations

from typing import Any

from .._util import validators as options
from ._base import Stream
from ._state import (
    AUTO_DESTROY,
    CLOSE_EMITTED,
    CLOSED,
    DESTROYED,
    EMIT_CLOSE,
    END_EMITTED,
    ENDING,
    ERROR_EMITTED,
    FINISHED,
    NOT_READABLE,
    NOT_WRITABLE,
    READ_ENDED,
    WRITE_ENDED,
)


def is_stream(thing: object) -> bool:
    """Whether finished() and pipeline() take it."""
    if isinstance(thing, Stream):
        return True
    return options.is_method(thing, "on", "write") or options.is_method(thing, "on", "pipe")


def reads(stream: Any) -> bool:
    """Whether it has a readable side."""
    if not isinstance(stream, Stream):
        return options.is_method(stream, "on", "pipe")
    if stream._read_flags is None:
        return False
    return stream._write_flags is None or not stream._read_flags & NOT_READABLE


def writes(stream: Any) -> bool:
    """Whether it has a writable side."""
    if not isinstance(stream, Stream):
        return options.is_method(stream, "on", "write")
    if stream._write_flags is None:
        return False
    return stream._read_flags is None or not stream._write_flags & NOT_WRITABLE


def has_read_all(stream: Any) -> bool:
    """Whether there is nothing to read any more, ``"end"`` may be yet to come."""
    if not isinstance(stream, Stream) or not reads(stream) or stream._errored is not None:
        return False
    side: Any = stream
    return bool(
        side._read_flags & END_EMITTED
        or (side._read_flags & READ_ENDED and not side.readable_length)
    )


def has_written_all(stream: Any) -> bool:
    """Whether all is written after ``end()``, ``"finish"`` may be yet to come."""
    if not writes(stream):
        return False
    if getattr(stream, "writable_finished", None) is True:
        return True
    if not isinstance(stream, Stream) or stream._errored is not None:
        return False
    side: Any = stream
    return bool(
        side._write_flags & FINISHED
        or (side._write_flags & WRITE_ENDED and not side.writable_length)
    )


def is_readable(stream: Any) -> bool | None:
    """Whether more may come; None where it has no ``readable``."""
    readable = getattr(stream, "readable", None)
    if not isinstance(readable, bool):
        return None
    if getattr(stream, "destroyed", False) or not reads(stream) or not readable:
        return False
    ended = isinstance(stream, Stream) and stream._errored is None and stream._read_flags or 0
    return not ended & END_EMITTED


def is_writable(stream: Any) -> bool | None:
    """Whether it may be written to; None where it has no ``writable``."""
    writable = getattr(stream, "writable", None)
    if not isinstance(writable, bool):
        return None
    if getattr(stream, "destroyed", False) or not writes(stream) or not writable:
        return False
    return not (
        isinstance(stream, Stream)
        and stream._write_flags is not None
        and stream._write_flags & ENDING
    )


def is_closed(stream: Any) -> bool:
    """Whether it has released what it held."""
    if isinstance(stream, Stream):
        return bool(stream._flags & CLOSED)
    return getattr(stream, "closed", None) is True


def is_destroyed(stream: Any) -> bool:
    """Whether it was destroyed."""
    if isinstance(stream, Stream):
        return bool(stream._flags & DESTROYED)
    return bool(getattr(stream, "destroyed", False))


def error_of(stream: Any) -> BaseException | None:
    """What it has failed with."""
    return stream._errored if isinstance(stream, Stream) else None


def has_failed(stream: Any) -> bool:
    """Whether it has emitted an ``"error"``."""
    return isinstance(stream, Stream) and bool(stream._flags & ERROR_EMITTED)


def will_close(stream: Any) -> bool:
    """Whether ``"close"`` will come by itself."""
    by_itself = AUTO_DESTROY | EMIT_CLOSE
    return isinstance(stream, Stream) and stream._flags & (by_itself | CLOSED) == by_itself


def has_emitted_close(stream: Any) -> bool:
    """Whether ``"close"``, the last event, was emitted, or would have been."""
    return bool(stream._flags & CLOSE_EMITTED)


def is_awaited(stream: Any) -> bool:
    """Whether a task waits for what it gives."""
    queue = stream._read_queue
    return queue is not None and queue.reader is not None and queue.reader.awaited
