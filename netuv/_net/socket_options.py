"""What can be set on a socket: its timeout, no-delay, keep-alive, whether it holds the loop."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from .._handles.kinds import TCP
from .._listeners import check_listener
from .._loop.contexts import bound
from .._loop.timers import LONGEST_DELAY, check_duration
from .._util import validators as options
from .._util.errors import StateError
from ..stream._state import DESTROYED
from .socket_io import SocketIO
from .socket_state import OFF, UNREFERENCED, UNSET

if TYPE_CHECKING:
    from .types import Listener

Self = TypeVar("Self", bound="SocketOptions")


class SocketOptions(SocketIO):
    """The options of a Socket."""

    __slots__ = ()

    def set_timeout(self: Self, timeout: float, callback: Listener | None = None) -> Self:
        """Emits ``"timeout"`` after so long without activity (manual: socket.setTimeout()).

        ``timeout``: milliseconds; 0 (as at first) turns it off. The connection stays: whoever
        listens ends or destroys it. ``callback`` is added to ``"timeout"``, once; with 0 it is
        taken off. What is above 2**31-1 warns (``TimeoutOverflowWarning``), and is that. Returns
        the socket. Raises ``ERR_INVALID_ARG_TYPE``, ``ERR_OUT_OF_RANGE``.
        """
        if self._life & DESTROYED:
            return self
        milliseconds = check_duration(timeout)
        options.check_optional(callback)
        if milliseconds and callback is not None:
            check_listener(callback)
        self._loop._pointer()
        self._start_timeout(milliseconds)
        self._timeout = timeout
        if self._extra is not None:
            self._extra.shown_timeout = UNSET
        if callback is not None:
            if milliseconds:
                self.once("timeout", callback)
            else:
                self.remove_listener("timeout", callback)
        return self

    def _start_timeout(self, milliseconds: float | None) -> None:
        """Starts, or stops, the idle timeout: the handle's, or a timer before there is one."""
        delay = min(max(1, int(milliseconds)), LONGEST_DELAY) if milliseconds else 0
        timer = None
        if self._handle is not None and self._handle.fast is not None:
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
        it; a Unix socket takes and ignores it. What changes nothing does not reach the handle.
        Returns the socket.
        """
        on = options.truth(no_delay, "no_delay", default=True)
        self._loop._pointer()
        if self._handle is None:
            self._more().no_delay = on
        elif self._takes("set_no_delay") and on != self._has_no_delay():
            self._set_option("no_delay", on, on)
        return self

    def _has_no_delay(self) -> bool:
        """As it was last asked for, here or by the options of the server."""
        asked = None if self._extra is None else self._extra.no_delay
        return bool(self._handle._given("set_no_delay") if asked is None else asked)

    def set_keep_alive(self: Self, enable: bool = False, initial_delay: float = 0) -> Self:
        """Turns keep-alive on or off (manual: socket.setKeepAlive()).

        ``enable`` (False): which. ``initial_delay``: milliseconds of idleness before the first
        probe, in whole seconds; 0 (the default) leaves the system's. Up to ten probes are sent, a
        second apart. Before there is a connection it is kept for it. What changes nothing does
        not reach the handle. Returns the socket. Raises ``ERR_INVALID_ARG_TYPE``.
        """
        on = options.truth(enable, "enable")
        seconds = options.seconds_of(options.check_number(initial_delay, "initial_delay"))
        self._loop._pointer()
        wanted = seconds if on else OFF
        if self._handle is None:
            self._more().keep_alive = wanted
        elif self._takes("set_keep_alive") and wanted != self._has_keep_alive():
            self._set_option("keep_alive", wanted, on, seconds)
        return self

    def _has_keep_alive(self) -> int:
        """Its seconds as they were last asked for, here or by the options of the server."""
        asked: int | None = None if self._extra is None else self._extra.keep_alive
        if asked is not None:
            return asked
        given = self._handle._given("set_keep_alive")
        return int(given[1]) if given else OFF

    def _set_when_connected(self) -> None:
        """Has the handle do what was asked for before."""
        extra = self._extra
        if extra.no_delay and self._takes("set_no_delay"):
            self._ask_handle("set_no_delay", True)
        if extra.keep_alive not in (None, OFF) and self._takes("set_keep_alive"):
            self._ask_handle("set_keep_alive", True, extra.keep_alive)

    def _set_option(self, name: str, value: int, *arguments: Any) -> None:
        """Known before the handle's method is called, which may ask for the same."""
        extra = self._more()
        before = getattr(extra, name)
        setattr(extra, name, value)
        try:
            self._ask_handle(f"set_{name}", *arguments)
        except BaseException:
            setattr(extra, name, before)
            raise

    def _takes(self, name: str) -> bool:
        """Whether the handle has such an option; one may have been taken from it."""
        return isinstance(self._handle, TCP) and getattr(self._handle, name) is not None

    def _ask_handle(self, name: str, *arguments: Any) -> None:
        """As in Node what the system refuses fails nothing, nor does a handle that is closed."""
        with suppress(OSError):
            getattr(self._handle, name)(*arguments)

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
            self._ask_handle("ref")
        self._state &= ~UNREFERENCED
        return self

    def unref(self: Self) -> Self:
        """Lets the loop end while this socket is open (manual: socket.unref()). Returns it."""
        self._loop._pointer()
        if self._handle is not None:
            self._ask_handle("unref")
        self._state |= UNREFERENCED
        return self
