"""The life of a stream: what destroys it, and what is emitted then.

Theory. A stream has one or two sides. Each side ends by itself (the readable one
when ``"end"`` was emitted, the writable one at ``"finish"``); when the last of
them has, the stream destroys itself. ``destroy()`` ends both at once, with an
error or without. A stream is destroyed once; ``_destroy`` releases what it
holds and calls back; then ``"error"`` (if there is one, once) and ``"close"``
(once, the last event) are emitted, in callbacks of their own.

    state      entered by                       what still happens
    open       being made                       everything
    ended      "end" (readable side)            writes, if half-open is allowed
    finished   "finish" (writable side)         reads
    destroyed  destroy(), or ended + finished   the callbacks of pending writes fail
    errored    destroy(error)                   as destroyed, then "error"
    closed     _destroy called back             "error", "close"

The bits below are those states; ``Readable`` and ``Writable`` hold their sides'.
"""

from __future__ import annotations

from typing import Any, Callable, Optional, TypeVar

from . import _loop
from ._events import EventEmitter

DESTROYED = 1
CLOSED = 2
CLOSE_EMITTED = 4
ERROR_EMITTED = 8
EMIT_CLOSE = 16  # "close" is emitted here, not by a handle's closing
AUTO_DESTROY = 32
ALLOW_HALF_OPEN = 64

Done = Callable[[Optional[BaseException]], None]
Self = TypeVar("Self", bound="Stream")


class Stream(EventEmitter):
    """What readable and writable streams share."""

    # One int of bits per aspect, a queue object per side only once it is needed:
    # an idle connection is to stay small.
    __slots__ = ("_loop", "_life", "_errored", "_r", "_rq", "_r_hwm", "_w", "_wq", "_w_hwm")

    def __init__(self) -> None:
        EventEmitter.__init__(self)
        self._loop = _loop.get_loop()
        self._life = EMIT_CLOSE | AUTO_DESTROY | ALLOW_HALF_OPEN
        self._errored: BaseException | None = None
        self._r: int | None = None  # None: no such side
        self._rq: Any = None
        self._r_hwm = 0
        self._w: int | None = None
        self._wq: Any = None
        self._w_hwm = 0

    @property
    def destroyed(self) -> bool:
        """Whether ``destroy()`` was called."""
        return bool(self._life & DESTROYED)

    @property
    def closed(self) -> bool:
        """Whether the stream has released what it held."""
        return bool(self._life & CLOSED)

    @property
    def errored(self) -> BaseException | None:
        """The error the stream was destroyed with, or None."""
        return self._errored

    def destroy(self: Self, error: BaseException | None = None) -> Self:
        """Ends the stream at once; emits ``error`` if given, then ``"close"``."""
        if self._life & DESTROYED:
            return self
        self._life |= DESTROYED
        if error is not None and self._errored is None:
            self._errored = error
        self._flow_changed()
        done = _DestroyDone(self)
        try:
            self._destroy(error, done)
        except Exception as raised:
            done(raised)
        return self

    def _destroy(self, error: BaseException | None, callback: Done) -> None:
        """Hook: release what the stream holds, then call back."""
        callback(error)

    def _flow_changed(self) -> None:
        """Hook: how data should reach the listeners may have changed."""

    def _fail(self, error: BaseException) -> None:
        """An error of the stream's own: destroys it, or is emitted."""
        if self._life & DESTROYED:
            return
        if self._life & AUTO_DESTROY:
            self.destroy(error)
        else:
            if self._errored is None:
                self._errored = error
            self._emit_error(error)

    def _emit_error(self, error: BaseException) -> None:
        if self._life & ERROR_EMITTED:
            return
        self._life |= ERROR_EMITTED
        self.emit("error", error)

    def _emit_close(self) -> None:
        self._life |= CLOSE_EMITTED
        if self._life & EMIT_CLOSE:
            self.emit("close")

    def _emit_error_and_close(self, error: BaseException) -> None:
        try:
            self._emit_error(error)
        finally:
            self._emit_close()


class _DestroyDone:
    """The callback of ``_destroy``: counts once."""

    __slots__ = ("stream",)

    def __init__(self, stream: Stream) -> None:
        self.stream: Stream | None = stream

    def __call__(self, error: BaseException | None = None) -> None:
        stream, self.stream = self.stream, None
        if stream is None:
            return
        if error is not None and stream._errored is None:
            stream._errored = error
        stream._life |= CLOSED
        if error is not None:
            stream._loop.next_tick(stream._emit_error_and_close, error)
        else:
            stream._loop.next_tick(stream._emit_close)
