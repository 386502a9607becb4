"""What runs in this thread: the asyncio loop, if any, and the loop of netuv's that is current.

asyncio is imported only by who needs it: programs without it start sooner.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from .errors import StateError


def running_host() -> Any:
    """The asyncio loop that runs in this thread, if any; asyncio is not imported for it."""
    asyncio = sys.modules.get("asyncio")
    running = getattr(asyncio, "_get_running_loop", None)
    return None if running is None else running()


def running_loop(what: str) -> Any:
    """The asyncio loop that runs in this thread; a StateError, naming ``what``, without one."""
    import asyncio

    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        raise StateError(
            "ERR_ASYNC_OUTSIDE_ASYNCIO", f"{what} needs a running asyncio loop"
        ) from None


class CurrentLoop:
    """What those ask of the current loop who know of none; ``_loop.current`` sets it."""

    next_tick: Callable[..., None]  # next_tick(callback, *args)


def raise_from_loop(error: BaseException) -> None:
    """Has ``error`` come out of the current loop, as if a tick had raised it."""
    CurrentLoop.next_tick(_raise, error)


def _raise(error: BaseException) -> None:
    raise error
