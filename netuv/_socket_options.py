"""What can be set on a socket: its timeout, no-delay, keep-alive, whether it holds the loop."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from . import _options as options
from ._contexts import bound
from ._errors import StateError
from ._events import check_listener
from ._handle import TCP
from ._lifecycle import DESTROYED
from ._socket_io import SocketIO
from ._socket_state import UNREFERENCED

if TYPE_CHECKING:
    from ._types import Listener

Self = TypeVar("Self", bound="SocketOptions")


class SocketOptions(SocketIO):
    """The options of a Socket."""

    __slots__ = ()

    def set_timeout(self: Self, timeout: float, callback: Listener | None = None) -> Self:
        """Emits ``"timeout"`` after so long without activity (manual: socket.setTimeout()).

        ``timeout``: milliseconds; 0 (as at first) turns it off. The connection stays: whoever
        listens ends or destroys it. ``callback`` is added to ``"timeout"``, once; with 0 it is
        taken off. Returns the socket. Raises ``ERR_INVALID_ARG_TYPE``, ``ERR_OUT_OF_RANGE``.
        """
        if self._life & DESTROYED:
            return self
        milliseconds = options.check_timeout(timeout)
        options.check_optional(callback)
        if milliseconds and callback is not None:
            check_listener(callback)
        self._loop._pointer()
        self._start_timeout(milliseconds)
        self._timeout = milliseconds
        if callback is not None:
            if milliseconds:
                self.once("timeout", callback)
            else:
                self.remove_listener("timeout", callback)
        return self

    def _start_timeout(self, milliseconds: float | None) -> None:
        """Starts, or stops, the idle timeout: the handle's, or a timer before there is one."""
        delay = max(1, int(milliseconds)) if milliseconds else 0
        timer = None
        if self._handle is not None:
            if delay or self._handle.timed:
                self._handle.set_timeout(delay)
        elif delay:
            emit = bound(self._context, self._handle_timeout)
            timer = self._loop._later(emit, delay).unref()
        self._stop_timer()
        if timer is not None:
            self._more().timer = timer

    def _stop_timer(self) -> None:
        if self._extra is not None and self._extra.timer is not None:
            timer, self._extra.timer = self._extra.timer, None
            timer.close()

    def _handle_timeout(self) -> None:
        self.emit("timeout")

    def set_no_delay(self: Self, no_delay: bool = True) -> Self:
        """Turns Nagle's algorithm off (manual: socket.setNoDelay()).

        ``no_delay`` (True): False turns it on again. Before there is a connection it is kept for
        it; a Unix socket takes and ignores it. Returns the socket.
        """
        on = options.truth(no_delay, "no_delay")
        self._loop._pointer()
        if isinstance(self._handle, TCP):
            self._handle.set_no_delay(on)
        self._more().no_delay = on  # for the next handle, of another attempt or connect
        return self

    def set_keep_alive(self: Self, enable: bool = False, initial_delay: float = 0) -> Self:
        """Turns keep-alive on or off (manual: socket.setKeepAlive()).

        ``enable`` (False): which. ``initial_delay``: milliseconds of idleness before the first
        probe, in whole seconds; 0 (the default) leaves the system's. Up to ten probes are sent, a
        second apart. Before there is a connection it is kept for it. Returns the socket. Raises
        ``ERR_INVALID_ARG_TYPE``.
        """
        on = options.truth(enable, "enable")
        seconds = options.seconds_of(options.check_number(initial_delay, "initial_delay"))
        self._loop._pointer()
        if isinstance(self._handle, TCP):
            self._handle.set_keep_alive(on, seconds)
        self._more().keep_alive = seconds if on else None
        return self

    def set_secure(self) -> None:
        """Not there any more: raises ``ERR_METHOD_NOT_IMPLEMENTED`` (manual: socket.setSecure()).

        Of Node 0.8. Run Python's ``ssl.SSLObject`` over this socket's data.
        """
        raise StateError(
            "ERR_METHOD_NOT_IMPLEMENTED",
            "set_secure() is gone: run Python's ssl.SSLObject over this socket's data",
        )

    def ref(self: Self) -> Self:
        """Lets the socket keep the loop running, the default (manual: socket.ref()). Returns it."""
        self._loop._pointer()
        if self._handle is not None:
            self._handle.ref()
        self._state &= ~UNREFERENCED
        return self

    def unref(self: Self) -> Self:
        """Lets the loop end while this socket is open (manual: socket.unref()). Returns it."""
        self._loop._pointer()
        if self._handle is not None:
            self._handle.unref()
        self._state |= UNREFERENCED
        return self
