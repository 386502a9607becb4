"""Immediates and timers: what ``set_immediate``, ``set_timeout`` and ``set_interval`` return."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable

from ._errors import ArgumentTypeError, no_copy, shown
from ._frames import warn_user
from ._native import check, lib
from ._options import check_number

if TYPE_CHECKING:
    from ._loop import Loop

LONGEST_DELAY = 2**31 - 1  # milliseconds; Node's

Callback = Callable[..., Any]


class Immediate:
    """A callback for the next check phase; what ``set_immediate`` returns."""

    __slots__ = ("_loop", "_callback", "_args", "_referenced")

    _loop: Loop
    _callback: Callback | None
    _args: tuple[Any, ...]
    _referenced: bool

    __reduce_ex__ = no_copy

    def __init__(self, *_: object, **__: object) -> None:
        raise illegal_constructor()

    @classmethod
    def _make(cls, loop: Loop, callback: Callback, args: tuple[Any, ...]) -> Immediate:
        self = cls.__new__(cls)
        self._loop = loop
        self._callback = callback
        self._args = args
        self._referenced = True
        return self

    def ref(self) -> Immediate:
        """Let it keep the loop running (the default) (manual: immediate.ref())."""
        self._loop._check_thread()
        self._referenced = True
        return self

    def unref(self) -> Immediate:
        """Let the loop end before it (manual: immediate.unref())."""
        self._loop._check_thread()
        self._referenced = False
        return self

    def has_ref(self) -> bool:
        """Whether it keeps the loop running (manual: immediate.hasRef())."""
        return self._referenced

    def close(self) -> Immediate:
        """Cancels it."""
        self._loop._check_thread()
        self._callback = None
        return self


class Timeout:
    """A timer; what ``set_timeout`` and ``set_interval`` return."""

    __slots__ = (
        "_loop",
        "_callback",
        "_args",
        "_delay",
        "_repeats",
        "_referenced",
        "_timer",
        "_due",
    )

    _loop: Loop
    _callback: Callback
    _args: tuple[Any, ...]
    _delay: int
    _repeats: bool
    _referenced: bool
    _timer: Any
    _due: bool

    __reduce_ex__ = no_copy

    def __init__(self, *_: object, **__: object) -> None:
        raise illegal_constructor()

    @classmethod
    def _make(
        cls, loop: Loop, callback: Callback, delay: int, args: tuple[Any, ...], repeats: bool
    ) -> Timeout:
        self = cls.__new__(cls)
        self._loop = loop
        self._callback = callback
        self._args = args
        self._delay = delay
        self._repeats = repeats
        self._referenced = True
        self._timer = None
        self._due = False
        self._start()
        return self

    def _start(self) -> None:
        self._loop._pointer()
        timer = self._timer
        if timer is None:
            timer = self._loop._new_timer(self)
            lib.nuv_timer_set_ref(timer, self._referenced)
        error = lib.nuv_timer_start(timer, self._delay)
        if error < 0 and self._timer is None:
            self._loop._free_timer(timer)
        check(error)
        self._timer = timer
        self._due = False

    def _stop(self) -> None:
        timer = self._timer
        if timer is not None:
            self._loop._pointer()
            self._timer = None  # before it is one that was freed: a Ctrl-C may come between
            self._loop._free_timer(timer)

    def _on_timer(self) -> None:
        if self._timer is None:
            return  # an exception came between: it is stopped all the same
        self._due = True
        try:
            self._callback(*self._args)
        finally:
            if self._due and self._timer is not None:  # neither refreshed nor cancelled
                if self._repeats:
                    check(lib.nuv_timer_again(self._timer))
                else:
                    self._stop()

    def _on_event(self, kind: int, a: int) -> None:
        raise AssertionError("a timer has no events")

    def _abandon(self) -> None:
        self._stop()
        self._callback, self._args = _nothing, ()

    def _unclosed(self) -> None:
        """A timer needs no closing."""

    def ref(self) -> Timeout:
        """Let it keep the loop running (the default) (manual: timeout.ref())."""
        return self._set_ref(True)

    def unref(self) -> Timeout:
        """Let the loop end before it (manual: timeout.unref())."""
        return self._set_ref(False)

    def _set_ref(self, on: bool) -> Timeout:
        self._loop._check_thread()
        if self._timer is not None:
            check(lib.nuv_timer_set_ref(self._timer, on))
        self._referenced = on
        return self

    def has_ref(self) -> bool:
        """Whether it keeps the loop running (manual: timeout.hasRef())."""
        return self._referenced

    def refresh(self) -> Timeout:
        """Starts it again from now, with its delay (manual: timeout.refresh())."""
        self._start()
        return self

    def close(self) -> Timeout:
        """Cancels it (manual: timeout.close())."""
        self._loop._check_thread()
        self._stop()
        return self


def _nothing() -> None:
    """The loop is closed: nothing is called."""


def illegal_constructor() -> ArgumentTypeError:
    """``ERR_ILLEGAL_CONSTRUCTOR``: such objects are made by functions of netuv's."""
    return ArgumentTypeError("ERR_ILLEGAL_CONSTRUCTOR", "Illegal constructor")


def delay_of(delay: float | None) -> int:
    """Node's rule: anything but 1 … 2**31-1 milliseconds is 1; too long warns.

    What is no number is ``ERR_INVALID_ARG_TYPE``.
    """
    if delay is None or delay is True or delay is False:
        return 1
    if check_number(delay, "delay") > LONGEST_DELAY:
        warn_user(
            f"{shown(delay)} does not fit into a 32-bit signed integer."
            " Timeout duration was set to 1.",
            RuntimeWarning,
        )
        return 1
    return int(delay) if delay >= 1 else 1
