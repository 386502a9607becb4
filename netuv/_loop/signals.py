"""Signals while a loop runs: they end its poll, and Ctrl-C comes between two callbacks.

And what of a run is undone whatever ends it. A signal handler or a trace function may raise
between any two steps of Python: so it is noted how to undo a change before it is made, and
most is undone by one call of C, which nothing comes between.
"""

from __future__ import annotations

import opcode
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from operator import methodcaller
from types import FrameType
from typing import Any

from .._native.binding import check, error_name, lib
from .._util.frames import is_ours

_RESUME = opcode.opmap.get("RESUME", -1)  # a function's first instruction, where there is one

Handler = Callable[[int, FrameType | None], Any]

_call = methodcaller("__call__")
_set_wakeup = partial(signal.set_wakeup_fd, warn_on_full_buffer=False)


class Undo:
    """The steps that undo something, each of which may be made twice.

    ``make(undo.first)`` makes them all, in a ``finally``; ``make(undo.second)`` once more in
    the ``finally`` around that one, if an exception came between: where it is not ``done``.
    """

    __slots__ = ("first", "second", "done", "make", "_wakeup", "_before", "_last")

    def __init__(self, *steps: Callable[[], object]) -> None:
        self._wakeup = -1
        self._before: list[int] = []  # set_wakeup_fd()'s result, once it was called
        self._last: list[Callable[[], object]] = []
        self.done: list[bool] = []  # True, once all were made
        self.make: Callable[[Iterator[object]], None] = deque[object](maxlen=0).extend
        self.first = self._all(steps)
        self.second = self._all(steps)

    def _all(self, steps: tuple[Callable[[], object], ...]) -> Iterator[object]:
        return chain(
            map(_call, steps),
            map(_restore_wakeup, self._before),
            map(_call, self._last),
            map(self.done.append, (True,)),
        )

    def add(self, step: Callable[[], object]) -> None:
        """A step that comes last: before the change that it undoes."""
        self._last.append(step)

    def set_wakeup(self, fd: int) -> None:
        """``signal.set_wakeup_fd(fd)``, whose result cannot get lost on the way here."""
        self._wakeup = fd
        self._before.extend(map(_set_wakeup, (fd,)))

    def make_later(self) -> None:
        """What concerns signals, if it is still as it was left."""
        if self._before:
            now = signal.set_wakeup_fd(-1)
            _restore_wakeup(self._before[0] if now == self._wakeup else now)
        self.make(map(_call, self._last))


def _restore_wakeup(fd: int) -> None:
    kind = lib.nuv_fd_kind(fd)  # of what was closed meanwhile: EBADF
    signal.set_wakeup_fd(-1 if kind < 0 and error_name(kind) == "EBADF" else fd)


def catch(core: Any, on_interrupt: Handler, undo: Undo) -> None:
    """In the main thread lets signals end a poll of ``core``, and Ctrl-C call ``on_interrupt``.

    A handler that the user has set for Ctrl-C stays. ``undo`` gets what undoes it.
    """
    if threading.get_ident() != threading.main_thread().ident:
        return
    wake = check(lib.nuv_loop_signal_fd(core), "socketpair")
    try:
        undo.set_wakeup(wake)
    except ValueError:  # a sub-interpreter, which gets no signals
        return
    before = _handler_before(on_interrupt)
    if before is not None:
        undo.add(partial(_restore_handler, on_interrupt, before))
        signal.signal(signal.SIGINT, on_interrupt)


def _handler_before(on_interrupt: Handler) -> Any:
    """Ctrl-C's handler that may be replaced: Python's, or that of an outer loop's run."""
    handler: Any = signal.getsignal(signal.SIGINT)
    if handler is signal.default_int_handler:
        return handler
    if getattr(handler, "__func__", None) is not on_interrupt.__func__:  # type: ignore[attr-defined]
        return None
    return handler if handler.__self__._running else signal.default_int_handler


def _restore_handler(on_interrupt: Handler, before: Any) -> None:
    if signal.getsignal(signal.SIGINT) == on_interrupt:  # or a listener has set its own
        signal.signal(signal.SIGINT, before)


def may_interrupt(frame: FrameType) -> bool:
    """Not in our own code, nor in a listener that has an event but has not begun with it."""
    if is_ours(frame) or frame.f_lasti < 0:
        return False
    return _RESUME < 0 or frame.f_code.co_code[frame.f_lasti] != _RESUME
