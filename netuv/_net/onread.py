"""The option ``onread``: what is read goes straight into the user's own buffer.

One read, one call: the handle has the buffer until something is in it, the callback has it
until it returns, then the handle has it again, or the next one of a buffer function. So no
byte is overwritten that the callback has not had. A socket that was paused when a read was
on its way keeps that, and the buffer, until it reads again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .._loop.access import loop_of
from .._loop.contexts import bound_to
from .._util.callbacks import is_async
from .._util.errors import (
    ArgumentTypeError,
    interrupted,
    invalid_arg_type,
    invalid_arg_value,
    invalid_return_value,
    shown,
)
from ..stream._base import WeaklyBound
from .handle_stream import ONREAD

_EXPECTED = "a function or a writable bytes-like object"


def check_onread(value: Any, name: str) -> Onread | None:
    """The option's value; ``ERR_INVALID_ARG_TYPE`` or ``ERR_INVALID_ARG_VALUE`` if it is wrong."""
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise invalid_arg_type(name, "of type dict", value)
    for key in value:
        if key not in ("buffer", "callback"):
            raise TypeError(f"{name} got an unexpected key {shown(key)}")
    buffer, callback = value.get("buffer"), value.get("callback")
    if not callable(callback) or is_async(callback):
        raise invalid_arg_type(f"{name}.callback", "of type function, and not async", callback)
    if callable(buffer):
        return Onread(callback, None, buffer)
    problem = _problem(buffer)
    if problem == _EXPECTED:
        raise invalid_arg_type(f"{name}.buffer", _EXPECTED, buffer)
    if problem is not None:
        raise invalid_arg_value(f"{name}.buffer", buffer, problem)
    return Onread(callback, buffer, None)


def _problem(buffer: Any) -> str | None:
    """Why ``buffer`` cannot be read into; None if it can."""
    try:
        with memoryview(buffer) as view:
            if view.readonly:
                return _EXPECTED
            return None if view.c_contiguous else "must be contiguous"
    except TypeError:
        return _EXPECTED
    except (ValueError, BufferError):
        return "was released"


def _wrong_return(value: Any) -> ArgumentTypeError:
    return invalid_return_value("a writable bytes-like object", "options.onread.buffer", value)


class Onread:
    """The buffer, or who gives it, and who is called when something is in it."""

    __slots__ = ("_callback", "_buffer", "_next", "_held")

    def __init__(
        self, callback: Callable[[int, Any], Any], buffer: Any, next: Callable[[], Any] | None
    ) -> None:
        self._callback = callback
        self._buffer = buffer
        self._next = next
        self._held = 0  # bytes in the buffer that came when reading had been stopped

    def install(self, socket: Any) -> None:
        """Has ``socket`` read so from now on; every other one has its methods as they are."""
        socket._cold().onread = self
        socket._socket_flags |= ONREAD
        for method in (self.read, self.pause, self.resume):
            socket.__dict__[method.__name__] = WeaklyBound(method, socket)
        if socket._handle is not None:
            self.attach(socket, socket._handle)

    def attach(self, socket: Any, handle: Any) -> None:
        """Has ``handle``, of a new connection of ``socket``, read into the buffer."""
        self._held = 0
        try:
            if self._next is not None:
                self._buffer = self._call_next()
                if self._buffer is None:
                    raise _wrong_return(None)
            handle.use_user_buffer(self._buffer)
        except BaseException:
            handle.close()
            raise

    def _call_next(self) -> Any:
        assert self._next is not None
        buffer = self._next()
        if buffer is not None and _problem(buffer) is not None:
            raise _wrong_return(buffer)
        return buffer

    def deliver(self, socket: Any, length: int) -> None:
        """``length`` bytes are in the buffer of the socket's handle."""
        handle = socket._handle
        if not handle.reading:
            self._held = length
            return
        buffer = self._buffer
        try:
            goes_on = self._callback(length, buffer) is not False
            if self._next is not None:
                following = self._call_next()
                buffer = buffer if following is None else following
            if not goes_on:
                socket._stop_reading()
        finally:
            if handle.stream_id is not None:  # or it is closed, and the socket may have another
                self._buffer = buffer
                self._give_buffer(socket, handle)

    def _give_buffer(self, socket: Any, handle: Any) -> None:
        try:
            handle.use_user_buffer(self._buffer)
        except BaseException as error:  # PyPy has let go of its memory, or it is a replaced one
            socket.destroy(interrupted(error))
            if not isinstance(error, Exception):
                raise

    def _start(self, socket: Any) -> None:
        handle = socket._handle
        if handle is not None and not socket.connecting and not handle.reading:
            socket._start_reading()

    def pause(self, socket: Any) -> Any:
        """``socket.pause()``: nothing more is read."""
        socket._stop_reading()
        return type(socket).pause(socket)

    def resume(self, socket: Any) -> Any:
        """``socket.resume()``: reads again, also where the callback's False has stopped it."""
        self._start(socket)
        return type(socket).resume(socket)

    def read(self, socket: Any, n: int | None = None) -> Any:
        """``socket.read()``: has nothing to give, and reads again, as in Node."""
        self._start(socket)
        return type(socket).read(socket, n)

    def started(self, socket: Any) -> None:
        """The handle reads again: first of all comes what it has."""
        if self._held:
            deliver = bound_to(socket, self._deliver_held)
            loop_of(socket).call_soon_threadsafe(deliver, socket, socket._handle)

    def _deliver_held(self, socket: Any, handle: Any) -> None:
        if socket._handle is handle and handle.stream_id is not None and self._held:
            length, self._held = self._held, 0
            self.deliver(socket, length)
