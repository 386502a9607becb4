"""A handle used alone, without a Socket or Server: its user's callbacks as the owner."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .._loop.contexts import bound, copied, of_caller
from .._native.binding import exception
from .._util.callbacks import takes_error
from .owner import HandleOwner

Callback = Callable[..., Any]


class StandaloneOwner(HandleOwner):
    """The owner of a handle that is used alone: the callbacks its methods were given.

    A failure that has no callback is raised: it comes out of ``run()``.
    """

    __slots__ = (
        "_context",
        "connection",
        "read",
        "connect",
        "shutdown",
        "timeout",
        "target",
        "connecting",
        "shutting_down",
        "read_over",
    )

    def __init__(self, loop: Any) -> None:
        self._context = of_caller(loop)
        self.connection: Callback | None = None
        self.read: Callback | None = None
        self.connect: Callback | None = None
        self.shutdown: Callback | None = None
        self.timeout: Callback | None = None
        self.target: dict[str, Any] = {}  # where it connects to, for the error
        self.connecting = False  # an answer is yet to come
        self.shutting_down = False
        self.read_over = False  # its end or an error came: nothing follows

    # -- the handle's events ----------------------------------------------------------------

    def _handle_end(self) -> None:
        self._call(self.read, None)

    def _handle_view(self, view: memoryview) -> None:
        self._call(self.read, None, view)

    def _handle_read_error(self, status: int) -> None:
        self._call(self.read, exception(status, "read"))

    def _handle_connection(self, handle: Any) -> None:
        handle._rest()
        bound(copied(self._context), self._call)(self.connection, None, handle)

    def _handle_drop(self, handle: Any) -> None:
        handle.close()

    def _handle_accept_error(self, status: int) -> None:
        self._call(self.connection, exception(status, "accept"))

    def _handle_accept_failed(self, error: Exception) -> None:
        raise error

    def _handle_connect(self, status: int) -> None:
        callback, self.connect = self.connect, None
        answer(callback, status, "connect", **self.target)

    def _handle_written(self, status: int) -> None:
        answer(None, status, "write")

    def _handle_shutdown(self, status: int) -> None:
        callback, self.shutdown = self.shutdown, None
        answer(callback, status, "shutdown")

    def _handle_timeout(self) -> None:
        if self.timeout is not None:
            self.timeout()

    @staticmethod
    def _call(callback: Callback | None, error: Exception | None, value: Any = None) -> None:
        assert callback is not None  # checked by what asked for it
        callback(error, value)

    def cancelled(self, status: int) -> list[Callable[[], None]]:
        """The handle closes: what calls back those who still wait for an answer."""
        waiting: list[Callable[[], None]] = []
        if self.connect is not None:
            waiting.append(lambda: self._handle_connect(status))
        if self.shutdown is not None:
            waiting.append(lambda: self._handle_shutdown(status))
        return waiting


def answer(callback: Callback | None, status: int, syscall: str, **target: Any) -> None:
    """Calls ``callback`` with the error that ``status`` is, or None; raises it without one."""
    error = exception(status, syscall, **target) if status < 0 else None
    if callback is not None:
        takes_error(callback)(error)
    elif error is not None:
        raise error
