"""Both sides of a stream in one object. Knows no handle."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .._util import validators as options
from ._base import Stream
from ._readable import Readable
from ._state import (
    ALLOW_HALF_OPEN,
    END_EMITTED,
    ENDING,
    FINISHED,
    NOT_READABLE,
    NOT_WRITABLE,
    READ_ENDED,
    READ_OBJECT_MODE,
    WRITE_ENDED,
)
from ._writable import Writable


class Duplex(Readable, Writable):
    """A stream that is readable and writable (manual: Class: stream.Duplex).

    Its options are those of both sides:

    - ``high_water_mark`` (bytes, 16 KiB; objects, 16): of both sides; or of one,
      ``readable_high_water_mark``, ``writable_high_water_mark``.
    - ``object_mode`` (False): chunks are any objects but None; or of one side,
      ``readable_object_mode``, ``writable_object_mode``.
    - ``allow_half_open`` (True): keep the writable side open after ``"end"``.
    - ``readable``, ``writable`` (True): False for a side that is over from the start.
    - ``encoding``: give text in this encoding, as by ``set_encoding()``.
    - ``decode_strings`` (True), ``default_encoding`` ("utf8"): as for ``Writable``.
    - ``emit_close``, ``auto_destroy`` (True): emit ``"close"`` after ``destroy()``; destroy the
      stream when both sides are over, and after an error.
    - ``read``, ``write``, ``writev``, ``final``, ``destroy``, ``construct``: the hooks as
      functions, called with the stream first.
    - ``signal``: an AbortSignal that destroys the stream.
    - ``capture_rejections`` (False): see ``EventEmitter``; the stream is destroyed with it.

    Raises ``ERR_INVALID_ARG_VALUE``, ``ERR_UNKNOWN_ENCODING``, ``ERR_INVALID_ARG_TYPE``.
    """

    __slots__ = ()

    def __init__(
        self,
        *,
        allow_half_open: bool | None = True,
        readable: bool | None = True,
        writable: bool | None = True,
        high_water_mark: int | None = None,
        readable_high_water_mark: int | None = None,
        writable_high_water_mark: int | None = None,
        object_mode: bool | None = False,
        readable_object_mode: bool | None = False,
        writable_object_mode: bool | None = False,
        encoding: str | None = None,
        decode_strings: bool | None = True,
        default_encoding: str | None = None,
        emit_close: bool | None = True,
        auto_destroy: bool | None = True,
        read: Callable[[Any, int], Any] | None = None,
        write: Callable[..., Any] | None = None,
        writev: Callable[..., Any] | None = None,
        final: Callable[..., Any] | None = None,
        destroy: Callable[..., Any] | None = None,
        construct: Callable[..., Any] | None = None,
        signal: Any = None,
        capture_rejections: bool | None = None,
    ) -> None:
        Stream.__init__(self, capture_rejections=capture_rejections)
        either = options.truth(object_mode, "options.object_mode")
        both = high_water_mark
        reads = _Side("readable", both, readable_high_water_mark, either, readable_object_mode)
        self._init_readable(reads.mark, READ_OBJECT_MODE if reads.objects else 0)
        writes = _Side("writable", both, writable_high_water_mark, either, writable_object_mode)
        self._init_writable(writes.mark)
        self._set_up_writing(writes.objects, decode_strings, default_encoding)
        if encoding is not None:
            self.set_encoding(encoding)
        self._set_up_sides(allow_half_open, readable, writable)
        hooks = {"read": read, "write": write, "writev": writev, "final": final}
        hooks |= {"destroy": destroy, "construct": construct}
        self._set_up(emit_close, auto_destroy, signal, **hooks)

    def _set_up_sides(
        self, allow_half_open: bool | None, readable: bool | None, writable: bool | None
    ) -> None:
        if not options.truth(allow_half_open, "options.allow_half_open", True):
            self._flags &= ~ALLOW_HALF_OPEN
        if not options.truth(readable, "options.readable", True):
            self._read_flags |= READ_ENDED | END_EMITTED | NOT_READABLE
        if not options.truth(writable, "options.writable", True):
            self._write_flags |= ENDING | WRITE_ENDED | FINISHED | NOT_WRITABLE

    @property
    def allow_half_open(self) -> bool:
        """Whether the writable side stays open after the readable one's end."""
        return bool(self._flags & ALLOW_HALF_OPEN)

    @allow_half_open.setter
    def allow_half_open(self, on: bool) -> None:
        if options.truth(on, "allow_half_open"):
            self._flags |= ALLOW_HALF_OPEN
        else:
            self._flags &= ~ALLOW_HALF_OPEN

    def _undestroy(self) -> None:
        Writable._undestroy(self)
        Readable._undestroy(self)

    def _may_write(self) -> bool:
        return self._write_flags is not None and self.writable

    def _write_is_over(self) -> bool:
        return self._write_flags is None or bool(self._write_flags & (FINISHED | NOT_WRITABLE))

    def _read_is_over(self) -> bool:
        return self._read_flags is None or bool(self._read_flags & (END_EMITTED | NOT_READABLE))

    def _end_writable(self) -> None:
        if self.writable:
            self.end()

    def _constructed(self) -> None:
        Readable._constructed(self)
        Writable._constructed(self)


class _Side:
    """What the options say of one side: its mark, and whether its chunks are objects.

    ``both``, ``either``: of a mark and object mode for both sides; a mark for both goes first.
    """

    __slots__ = ("mark", "objects")

    def __init__(
        self, name: str, both: int | None, mark: int | None, either: bool, objects: bool | None
    ) -> None:
        self.objects = either or options.truth(objects, f"options.{name}_object_mode")
        wanted = mark if both is None else both
        self.mark = options.high_water_mark(wanted, f"options.{name}_high_water_mark", self.objects)
