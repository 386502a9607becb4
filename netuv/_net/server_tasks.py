"""What becomes of a connection whose listener is ``async``, and of its task.

When the listener returns (of several, the last) the socket is ``end()``ed, and what still
comes is thrown away; an exception destroys the socket and goes to the asyncio loop's handler.
"""

from __future__ import annotations

from typing import Any

from .._listeners import tasks_of
from ..stream._base import mark_retrieved
from ..stream._predicates import is_awaited


def name_of_task(socket: Any) -> str:
    """The name of the task of a connection."""
    if socket.remote_address is None:
        return "netuv connection"
    return f"netuv connection from {socket.remote_address}:{socket.remote_port}"


def connection_served(server: Any, socket: Any, task: Any) -> None:
    """The task of a listener is over."""
    if task.cancelled() or task.exception() is not None:
        socket.destroy()
    elif not socket.destroyed and not _is_served(server, socket):
        mark_retrieved(socket)  # nobody is there to get it: the connection is over
        if socket.writable:
            socket.end()
        if not is_awaited(socket):
            socket.resume()


def _is_served(server: Any, socket: Any) -> bool:
    """Whether another ``async`` listener is still at it."""
    if server.listener_count("connection") < 2:  # nobody else: no need to look
        return False
    return any(args and args[0] is socket for _, args in tasks_of(server))


async def cancel_tasks(server: Any) -> None:
    """Cancels the tasks of the server's listeners, but not the caller, and awaits them."""
    import asyncio

    tasks = [task for task, _ in tasks_of(server) if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.wait(tasks)
