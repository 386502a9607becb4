"""Which loops a thread has: its own, the current one, those attached to asyncio loops."""

from __future__ import annotations

import atexit
import os
import sys
import threading
import weakref
from typing import TYPE_CHECKING, Any, Optional

from .._native.binding import lib

if TYPE_CHECKING:
    from .loop import Loop

    Entered = tuple[Loop, Optional["Entered"]]

# PyPy drops what a thread had at a collection after its end, in whatever thread that is.
_ENDS_ELSEWHERE = sys.implementation.name != "cpython"


_all_loops: weakref.WeakSet[Loop] = weakref.WeakSet()  # of every thread


class ThreadLoops:
    """The loops made in a thread. They are closed when it ends: nobody could use them then."""

    __slots__ = ("own", "all")

    def __init__(self) -> None:
        self.own: Loop | None = None  # made by get_loop()
        self.all: weakref.WeakSet[Loop] = weakref.WeakSet()

    def __del__(self) -> None:
        for loop in list(self.all):
            if _ENDS_ELSEWHERE and loop._core is not None:
                lib.nuv_loop_adopt(loop._core)  # refused: a forked child inherited it
            loop._close_quietly()


class Threads(threading.local):
    """Each thread's loops."""

    def __init__(self) -> None:
        self.loops = ThreadLoops()
        # The loop whose run() or `with` is the innermost, and what was here before it: one
        # assignment enters it, one leaves it.
        self.entered: Entered | None = None
        # By the id of the asyncio loop, which the attached one keeps alive.
        self.attached: weakref.WeakValueDictionary[int, Loop] = weakref.WeakValueDictionary()

    @property
    def current(self) -> Loop | None:
        """The loop whose ``run()`` or ``with`` is the innermost."""
        return None if self.entered is None else self.entered[0]

    def add(self, loop: Loop) -> None:
        """A loop was made in the calling thread."""
        self.loops.all.add(loop)
        _all_loops.add(loop)

    def discard(self, loop: Loop) -> None:
        """It was closed."""
        self.loops.all.discard(loop)
        _all_loops.discard(loop)


threads = Threads()


def running_host() -> Any:
    """The asyncio loop that runs in this thread, if any; asyncio is not imported for it."""
    asyncio = sys.modules.get("asyncio")
    running = getattr(asyncio, "_get_running_loop", None)
    return None if running is None else running()


def _forget_in_child() -> None:
    """A forked child starts without loops: the inherited ones are its parent's."""
    for loop in list(_all_loops):
        loop._owner = 0
        loop._waking = threading.RLock()  # a thread that is gone may have held it
    threads.__init__()  # type: ignore[misc]


def _close_at_exit() -> None:
    """What the main thread leaves open goes quietly."""
    for loop in list(threads.loops.all):
        loop._close_quietly()


os.register_at_fork(after_in_child=_forget_in_child)
atexit.register(_close_at_exit)
