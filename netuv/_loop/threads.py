"""Which loops a thread has: its own, the current one, those attached to asyncio loops."""

from __future__ import annotations

import atexit
import os
import sys
import threading
import weakref
from typing import Any, Optional, Protocol

from .._native.binding import lib

Entered = tuple[Any, Optional["Entered"]]  # a Loop, and what was entered before it

# PyPy drops what a thread had at a collection after its end, in whatever thread that is.
_ENDS_ELSEWHERE = sys.implementation.name != "cpython"


class ThreadedLoop(Protocol):
    """What is asked of a loop here."""

    _core: Any
    _owner: int
    _waking: Any

    def _close_quietly(self) -> None: ...


_all_loops: weakref.WeakSet[ThreadedLoop] = weakref.WeakSet()  # of every thread


class ThreadLoops:
    """The loops made in a thread. They are closed when it ends: nobody could use them then."""

    __slots__ = ("own", "all")

    def __init__(self) -> None:
        self.own: Any = None  # the Loop that get_loop() has made, if it has
        self.all: weakref.WeakSet[ThreadedLoop] = weakref.WeakSet()

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
        self.attached: weakref.WeakValueDictionary[int, Any] = weakref.WeakValueDictionary()

    @property
    def current(self) -> Any:
        """The loop whose ``run()`` or ``with`` is the innermost, or None."""
        return None if self.entered is None else self.entered[0]

    def add(self, loop: ThreadedLoop) -> None:
        """A loop was made in the calling thread."""
        self.loops.all.add(loop)
        _all_loops.add(loop)

    def discard(self, loop: ThreadedLoop) -> None:
        """It was closed."""
        self.loops.all.discard(loop)
        _all_loops.discard(loop)


threads = Threads()


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
