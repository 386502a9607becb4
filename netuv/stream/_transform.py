"""Transform and PassThrough: what is written comes out again, changed or not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .._util.errors import StateError
from ._base import Done, WeaklyBound, overrides
from ._duplex import Duplex
from ._state import DESTROYED, READ_SYNC, WRITE_ENDED


class Transform(Duplex):
    """A Duplex whose output is made of its input (manual: Class: stream.Transform).

    A subclass gives ``_transform(chunk, encoding, callback)``, or the option
    ``transform(stream, chunk, encoding, callback)`` does: it calls ``push()`` as often
    as it likes, then ``callback(error, data)``, where ``data`` is pushed if given.
    ``_flush(callback)``, or ``flush(stream, callback)``, does the same at the end. The
    other options are those of ``Duplex``.
    """

    __slots__ = ("_waiting",)

    def __init__(
        self,
        *,
        transform: Callable[..., Any] | None = None,
        flush: Callable[..., Any] | None = None,
        **options: Any,
    ) -> None:
        self._waiting: Done | None = None  # the write that waits for room to read into
        if _reads_nothing_ahead(options):  # nor is it to be kept on the other side, then
            options["writable_high_water_mark"] = options.get("writable_high_water_mark") or 0
        Duplex.__init__(self, **options)
        self._read_flags &= ~READ_SYNC  # what comes in was asked for
        self._take_hooks(transform=transform, flush=flush)
        self.on("prefinish", WeaklyBound(Transform._on_prefinish, self))

    def _let_go(self) -> None:
        self._waiting = None
        Duplex._let_go(self)

    def _transform(self, chunk: Any, encoding: str, callback: Callable[..., Any]) -> None:
        """Hook: push what becomes of ``chunk``, then ``callback(error, data)``."""
        raise StateError("ERR_METHOD_NOT_IMPLEMENTED", "The _transform() method is not implemented")

    def _flush(self, callback: Callable[..., Any]) -> None:
        """Hook: push what is left at the end, then ``callback(error, data)``."""
        callback()

    def _final(self, callback: Done) -> None:
        if self._flags & DESTROYED:
            self.push(None)
            callback(None)
            return

        def flushed(error: BaseException | None = None, data: Any = None) -> None:
            if error is None:
                if data is not None:
                    self.push(data)
                self.push(None)
            callback(error)

        self._flush(flushed)

    def _on_prefinish(self) -> None:
        """A subclass with a ``_final`` of its own has the end flushed all the same."""
        if not overrides(self, "_final", Transform):
            return
        try:
            Transform._final(self, self._flushed_late)
        except BaseException as error:
            self._hook_raised(error)
            raise

    def _flushed_late(self, error: BaseException | None) -> None:
        if error is not None:
            self.destroy(error)

    def _write(self, chunk: Any, encoding: str, callback: Done) -> None:
        before = self.readable_length

        def transformed(error: BaseException | None = None, data: Any = None) -> None:
            if error is not None:
                callback(error)
                return
            if data is not None:
                self.push(data)
            length = self.readable_length
            if self._write_flags & WRITE_ENDED or length == before or length < self._read_mark:
                callback(None)
            else:
                self._waiting = callback

        self._transform(chunk, encoding, transformed)

    def _read(self, size: int) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting(None)


def _reads_nothing_ahead(options: dict[str, Any]) -> bool:
    mark = options.get("readable_high_water_mark")
    return options.get("high_water_mark") is None and mark == 0 and mark is not False


class PassThrough(Transform):
    """A Transform that changes nothing (manual: Class: stream.PassThrough).

    Takes the options of ``Duplex``; ``transform`` and ``flush``, were they given, would make it
    a Transform.
    """

    __slots__ = ()

    def _transform(self, chunk: Any, encoding: str, callback: Callable[..., Any]) -> None:
        callback(None, chunk)
