"""What tasks wait for of a socket beside its events: room to write, and its end."""

from __future__ import annotations

from typing import Any

from .._loop import futures
from .._loop.unretrieved import raise_error, take_error
from .._loop.waits import first
from .._util.errors import is_twin
from ..stream._base import mark_retrieved
from ..stream._predicates import has_emitted_close
from ..stream._writable import destroyed_error


async def drain(socket: Any) -> None:
    """See ``Socket.drain``."""
    while True:
        raise_error(socket)
        if socket.destroyed:
            raise destroyed_error("drain", socket._why_over())
        if socket.writable_length <= socket.writable_high_water_mark:
            return
        queue = socket._ensure_write_queue()
        if queue.drain_waiters is None:
            queue.drain_waiters = futures.Waiters()
        await queue.drain_waiters.wait(socket, "drain()")


async def leave_socket(socket: Any, failed: bool) -> None:
    """The end of ``async with socket``: sends what is queued unless the body failed; closes."""
    if failed:
        socket.destroy()
    else:
        socket.destroy_soon()
    error: BaseException | None = None
    try:
        while not has_emitted_close(socket):
            try:
                await first(socket, "close")
            except Exception as raised:
                if not is_twin(raised, socket.errored):
                    raise
                error = raised
    except BaseException:
        error = None
        socket.destroy()
        raise
    if failed:
        take_error(socket)
        mark_retrieved(socket)
        return
    if error is None:
        raise_error(socket)
        return
    try:
        raise error
    finally:  # this frame is in its traceback
        error = None
