"""Which loops a thread has: its own, the current one, those attached to asyncio loops."""

from __future__ import annotations

import atexit
import os
import sys
import threading
import weakref
from typing import TYPE_CHECKING, Any

from ._native import lib

if TYPE_CHECKING:
    from ._loop import Loop

# PyPy drops what a thread had at a collection after its end, in whatever thread that is.
_ENDS_ELSEWHERE = sys.implementation.name != "cpython"


class Own:
    """A thread's own loop, which is closed when the thread ends."""

    __slots__ = ("loop",)

    def __init__(self, loop: Loop) -> None:
        self.loop = loop

    def __del__(self) -> None:
        if _ENDS_ELSEWHERE and self.loop._core is not None:
            lib.nuv_loop_adopt(self.loop._core)  # refused: a forked child inherited it
        self.loop._close_quietly()


class Threads(threading.local):
    """Each thread's loops."""

    def __init__(self) -> None:
        self.own: Own | None = None
        self.current: Loop | None = None
        self.loops: weakref.WeakSet[Loop] = weakref.WeakSet()
        # By the id of the asyncio loop, which the attached one keeps alive.
        self.attached: weakref.WeakValueDictionary[int, Loop] = weakref.WeakValueDictionary()


threads = Threads()


def running_host() -> Any:
    """The asyncio loop that runs in this thread, if any; asyncio is not imported for it."""
    asyncio = sys.modules.get("asyncio")
    running = getattr(asyncio, "_get_running_loop", None)
    return None if running is None else running()


def _forget_in_child() -> None:
    """A forked child starts without loops: the inherited ones are its parent's."""
    for loop in threads.loops:  # a thread that is gone may have held it
        loop._waking = threading.RLock()
    threads.__init__()  # type: ignore[misc]


def _close_at_exit() -> None:
    """What the main thread leaves open goes quietly."""
    for loop in list(threads.loops):
        loop._close_quietly()


os.register_at_fork(after_in_child=_forget_in_child)
atexit.register(_close_at_exit)
