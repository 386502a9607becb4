"""HandleOwner: who has a handle, and is called with its events."""

from __future__ import annotations

from typing import Any

from .._loop.contexts import Run


class HandleOwner:
    """A Socket, a Server, an attempt to connect, or the callbacks of a handle used alone.

    ``status`` is 0 or a negative error. What an owner does not define cannot happen to it.
    """

    __slots__ = ()

    _context: Run

    def _handle_end(self) -> None:
        raise self._unexpected("end")

    def _handle_read(self, length: int) -> None:
        raise self._unexpected("a read")

    def _handle_read_error(self, status: int) -> None:
        raise self._unexpected("an error of reading")

    def _handle_connect(self, status: int) -> None:
        raise self._unexpected("an answer to connect()")

    def _handle_connection(self, handle: Any) -> None:
        raise self._unexpected("a connection")

    def _handle_drop(self, handle: Any) -> None:
        raise self._unexpected("a dropped connection")

    def _handle_accept_error(self, status: int) -> None:
        raise self._unexpected("an error of accepting")

    def _handle_accept_failed(self, error: Exception) -> None:
        raise self._unexpected("a connection without a handle")

    def _handle_written(self, status: int) -> None:
        raise self._unexpected("a write's end")

    def _handle_shutdown(self, status: int) -> None:
        raise self._unexpected("a shutdown's end")

    def _handle_timeout(self) -> None:
        raise self._unexpected("a timeout")

    def _unexpected(self, event: str) -> AssertionError:
        return AssertionError(f"a {type(self).__name__} got {event} of its handle")

    def _handle_write_changed(self) -> None:
        """Another method writes now: whether bytes may go around it is another question."""

    def _handle_cancelled(self) -> None:
        """The handle closes: what it was asked for has no other answer."""

    def _handle_abandoned(self) -> None:
        """The loop closes, without an event."""

    def _let_go(self) -> None:
        """Nothing follows: what refers back to it goes."""

    def _check_decisions(self, handle: Any) -> None:
        """In debug mode: an error if a decision that is kept is not what would be decided now."""
