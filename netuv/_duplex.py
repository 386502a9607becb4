"""Both sides of a stream in one object. Knows no handle."""

from __future__ import annotations

from ._lifecycle import DESTROYED
from ._readable import END_EMITTED, Readable
from ._writable import ENDING, FINISHED, Writable


class Duplex(Readable, Writable):
    """A stream that is readable and writable (Node's manual, "Duplex streams")."""

    __slots__ = ()

    def _may_write(self) -> bool:
        return self._w is not None and self.writable

    def _write_is_over(self) -> bool:
        return self._w is None or bool(self._w & FINISHED)

    def _read_is_over(self) -> bool:
        return self._r is None or bool(self._r & END_EMITTED)

    def _end_writable(self) -> None:
        if not self._w & ENDING and not self._life & DESTROYED:
            self.end()
