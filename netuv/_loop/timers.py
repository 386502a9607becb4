"""Immediates and timers: what ``set_immediate``, ``set_timeout`` and ``set_interval`` return."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any, Protocol

from .._native.binding import check, lib
from .._util.errors import (
    ArgumentTypeError,
    TimeoutOverflowWarning,
    invalid_arg_type,
    no_copy,
    shown,
)
from .._util.frames import warn_user
from .._util.validators import check_timeout

LONGEST_DELAY = 2**31 - 1  # milliseconds; Node's
_DECIMAL = re.compile(r"[+-]?(([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?|Infinity)")
_DIGITS = re.compile(r"0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+")

Callback = Callable[..., Any]


class TimerLoop(Protocol):
    """What timers ask of a loop."""

    def _checked_core(self) -> Any: ...
    def _check_thread(self) -> None: ...
    def _new_timer(self, owner: Timeout) -> Any: ...
    def _free_timer(self, timer: Any) -> None: ...


class Immediate:
    """A callback for the next check phase; what ``set_immediate`` returns."""

    __slots__ = ("_loop", "_callback", "_args", "_referenced")

    _loop: TimerLoop
    _callback: Callback | None
    _args: tuple[Any, ...]
    _referenced: bool

    __reduce_ex__ = no_copy

    def __init__(self, *_: object, **__: object) -> None:
        raise illegal_constructor()

    @classmethod
    def _make(cls, loop: TimerLoop, callback: Callback, args: tuple[Any, ...]) -> Immediate:
        self = cls.__new__(cls)
        self._loop = loop
        self._callback = callback
        self._args = args
        self._referenced = True
        return self

    def ref(self) -> Immediate:
        """Let it keep the loop running (the default) (manual: immediate.ref()).

        Of one that was called or cancelled nothing changes.
        """
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
        return self._referenced and self._callback is not None

    def close(self) -> Immediate:
        """Cancels it."""
        self._loop._check_thread()
        self._callback = None
        self._args = ()
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

    _loop: TimerLoop
    _callback: Callback | None  # None: it is cancelled
    _args: tuple[Any, ...]
    _delay: int
    _repeats: bool
    _referenced: bool
    _timer: Any
    _due: bool  # it has come, and its callback has not returned

    __reduce_ex__ = no_copy

    def __init__(self, *_: object, **__: object) -> None:
        raise illegal_constructor()

    @classmethod
    def _make(
        cls,
        loop: TimerLoop,
        callback: Callback,
        delay: int,
        args: tuple[Any, ...],
        repeats: bool,
        referenced: bool = True,
    ) -> Timeout:
        self = cls.__new__(cls)
        self._loop = loop
        self._callback = callback
        self._args = args
        self._delay = delay
        self._repeats = repeats
        self._referenced = referenced
        self._timer = None
        self._due = False
        self._start()
        return self

    def _start(self) -> None:
        timer = self._loop._new_timer(self)
        try:
            if not self._referenced:
                check(lib.nuv_timer_set_ref(timer, False))
            if self._repeats:
                check(lib.nuv_timer_set_repeat(timer))
            check(lib.nuv_timer_start(timer, self._delay))
        except BaseException:
            self._loop._free_timer(timer)
            raise
        self._timer = timer

    def _stop(self) -> None:
        timer = self._timer
        if timer is not None:
            self._loop._checked_core()
            self._timer = None  # before it is one that was freed: a Ctrl-C may come between
            self._loop._free_timer(timer)

    def _on_timer(self) -> None:
        callback = self._callback
        if self._timer is None:
            return  # an exception came between: it is stopped all the same
        if callback is None:  # it was cancelled after its time, and refreshed after that
            self._stop()
            return
        self._due = True
        try:
            callback(*self._args)
        finally:
            timer = self._timer
            if timer is None:  # it was cancelled
                pass
            elif self._repeats:
                check(lib.nuv_timer_repeat(timer))
            elif self._due:  # it was not refreshed
                self._stop()
            self._due = False

    def _on_event(self, kind: int, a: int) -> None:
        raise AssertionError("a timer has no events")

    def _abandon(self) -> None:
        self._stop()
        self._callback, self._args = _nothing, ()

    def _unclosed(self) -> None:
        """A timer needs no closing."""

    def _check_decisions(self) -> None:
        """It has decided nothing."""

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
        """Starts it again from now, with its delay (manual: timeout.refresh()).

        Also one that has come already; nothing for one that was cancelled before it came. An
        interval that is refreshed by its own callback goes on from where that began.
        """
        self._loop._checked_core()
        if self._timer is not None:
            self._due = False
            check(lib.nuv_timer_again(self._timer))
        elif self._delay:
            self._start()
        return self

    def close(self) -> Timeout:
        """Cancels it (manual: timeout.close()). Once: nothing where it was cancelled already."""
        self._loop._check_thread()
        if self._callback is None:
            return self
        self._callback, self._args = None, ()
        timer = self._timer
        if timer is not None:
            if self._due:
                check(lib.nuv_timer_stop(timer))  # another one of that delay begins a new list
            self._delay = 0
            self._stop()
        return self


def _nothing() -> None:
    """The loop is closed: nothing is called."""


def illegal_constructor() -> ArgumentTypeError:
    """``ERR_ILLEGAL_CONSTRUCTOR``: such objects are made by functions of netuv's."""
    return ArgumentTypeError("ERR_ILLEGAL_CONSTRUCTOR", "Illegal constructor")


def delay_of(delay: object) -> int:
    """Node's rule: anything but 1 … 2**31-1 milliseconds is 1; too long warns.

    As there, text is the number that it shows, and what is no number is 1 as well.
    """
    number = delay if type(delay) is int else _to_number(delay)
    if number > LONGEST_DELAY:
        warn_too_long(number, "Timeout duration was set to 1.")
        return 1
    return int(number) if number >= 1 else 1


def check_duration(value: object, name: str = "msecs") -> float:
    """Milliseconds of an idle timeout: 0 … 2**31-1; more warns and is that."""
    milliseconds = check_timeout(value, name)
    if milliseconds <= LONGEST_DELAY:
        return milliseconds
    warn_too_long(milliseconds, f"Timer duration was truncated to {LONGEST_DELAY}.")
    return LONGEST_DELAY


def warn_too_long(number: float, outcome: str) -> None:
    """``TimeoutOverflowWarning`` in Node's words."""
    warn_user(
        f"{_number_shown(number)} does not fit into a 32-bit signed integer.\n{outcome}",
        TimeoutOverflowWarning,
    )


def _number_shown(number: float) -> str:
    """As JavaScript shows it."""
    if number == math.inf:
        return "Infinity"
    if isinstance(number, float) and number.is_integer() and number < 1e21:
        number = int(number)
    return shown(number)


def _to_number(value: object) -> float:
    """What JavaScript calculates with where a number is meant; nan for what is none."""
    if isinstance(value, (int, float)):
        return value
    if value is None:
        return 0
    if isinstance(value, str):
        return _read_number(value.strip())
    if hasattr(type(value), "__float__") or hasattr(type(value), "__index__"):
        return _from_numeric(value)
    return math.nan


def _from_numeric(value: Any) -> float:
    """A Decimal, a Fraction, a number of numpy's."""
    try:
        return float(value)
    except OverflowError:
        return math.inf
    except Exception:  # the user's, or it holds more numbers than one
        raise invalid_arg_type("delay", "of type number", value) from None


def _read_number(text: str) -> float:
    if _DECIMAL.fullmatch(text):
        return float(text)
    if _DIGITS.fullmatch(text):
        return int(text, 0)
    return math.nan if text else 0
