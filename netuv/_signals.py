"""Signals while a loop runs: they end its poll, and Ctrl-C comes between two callbacks."""

from __future__ import annotations

import opcode
import signal
import threading
from types import FrameType
from typing import Any, Callable, Optional

from ._frames import is_ours
from ._native import check, lib

_RESUME = opcode.opmap.get("RESUME", -1)  # a function's first instruction, where there is one

Handler = Callable[[int, Optional[FrameType]], Any]


def catch(core: Any, on_interrupt: Handler) -> Callable[[], None]:
    """In the main thread lets signals end a poll of ``core``, and Ctrl-C call ``on_interrupt``.

    A handler that the user has set for Ctrl-C stays. Returns what undoes it.
    """
    if threading.current_thread() is not threading.main_thread():
        return lambda: None
    wake = check(lib.nuv_loop_signal_fd(core))
    wake_before = signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    handler = signal.getsignal(signal.SIGINT)
    ours = handler is signal.default_int_handler
    if ours:
        signal.signal(signal.SIGINT, on_interrupt)

    def restore() -> None:
        signal.set_wakeup_fd(wake_before)
        if ours:
            signal.signal(signal.SIGINT, handler)

    return restore


def may_interrupt(frame: FrameType) -> bool:
    """Not in our own code, nor in a listener that has an event but has not begun with it."""
    if is_ours(frame) or frame.f_lasti < 0:
        return False
    return _RESUME < 0 or frame.f_code.co_code[frame.f_lasti] != _RESUME
