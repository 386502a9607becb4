"""What the manuals still have of Node 0.8 and its like: here alone, so that it can go at once.

Of a Socket ``set_secure()`` and the option ``type``; of a Server ``connections``, and
``pause()`` with its timer.
"""

from __future__ import annotations

from typing import Any, TypeVar

from .._loop.access import check_caller, start_timer
from .._loop.contexts import InContext
from .._loop.timers import Timeout, check_duration
from .._util.errors import ArgumentTypeError, StateError, invalid_arg_value, server_not_running
from .._util.frames import warn_user

Self = TypeVar("Self", bound="LegacyServer")

TYPES = ("tcp4", "tcp6", "unix")


def check_type_option(kind: object) -> None:
    """``ERR_INVALID_ARG_VALUE`` for what is no ``type`` of a Socket."""
    if kind is not None and kind not in TYPES:
        raise invalid_arg_value("options.type", kind)


def check_type(kind: str | None, is_tcp: bool) -> None:
    """``ERR_INVALID_FD_TYPE`` where the option ``type`` is for others."""
    if kind is not None and is_tcp == (kind == "unix"):
        raise ArgumentTypeError("ERR_INVALID_FD_TYPE", f"Unsupported fd type: not {kind}")


class LegacySocket:
    """Of a Socket."""

    __slots__ = ()

    def set_secure(self) -> None:
        """Not there any more: raises ``ERR_METHOD_NOT_IMPLEMENTED`` (manual: socket.setSecure()).

        Of Node 0.8. Run Python's ``ssl.SSLObject`` over this socket's data.
        """
        raise StateError(
            "ERR_METHOD_NOT_IMPLEMENTED",
            "set_secure() is gone: run Python's ssl.SSLObject over this socket's data",
        )


class LegacyServer(InContext):
    """Of a Server."""

    __slots__ = ("_pause",)

    _handle: Any
    _connections: int
    _pause: Timeout | None

    @property
    def connections(self) -> int:
        """The number of open connections (manual: server.connections).

        Deprecated, and warns so: see ``get_connections``.
        """
        warn_user(
            "server.connections is deprecated: use server.get_connections()", DeprecationWarning
        )
        return self._connections

    def pause(self: Self, msecs: float = 1000) -> Self:
        """Accepts nothing for ``msecs`` milliseconds, by default 1000 (manual: server.pause()).

        Of Node 0.8. Who connects meanwhile waits. Returns the server. Raises
        ``ERR_SERVER_NOT_RUNNING``, ``ERR_INVALID_ARG_TYPE``, ``ERR_OUT_OF_RANGE``.
        """
        delay = check_duration(msecs)
        check_caller(self)
        if self._handle is None:
            raise server_not_running()
        timer = start_timer(self, self._accept_again, delay)
        try:
            self._handle.set_accepting(False)
        except BaseException:
            timer.close()
            raise
        self._end_pause()
        self._pause = timer
        return self

    def _accept_again(self) -> None:
        self._pause = None
        if self._handle is not None:
            self._handle.set_accepting(True)

    def _end_pause(self) -> None:
        if self._pause is not None:
            self._pause.close()
            self._pause = None
