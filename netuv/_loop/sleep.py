"""``sleep``: a timer that a task waits for, Node's ``setTimeout`` of ``timers/promises``."""

from __future__ import annotations

from collections.abc import Coroutine
from functools import partial
from typing import Any, TypeVar, overload

from .._util.running import running_host, running_loop
from .._util.validators import check_bool, check_signal
from . import futures
from .abort import AbortSignal, aborted, on_abort
from .current import get_loop
from .event_waits import Once
from .timers import Timeout, delay_of

T = TypeVar("T")


class _Wait:
    """One timer, and the future that it settles: whether it came before the signal."""

    __slots__ = ("future", "emitter")

    def __init__(self, delay: int, ref: bool) -> None:
        loop = get_loop()
        self.future = futures.make_on(loop, "sleep()")
        args = (self.future, True)
        self.emitter = Timeout._make(loop, _settle, delay, args, repeats=False, referenced=ref)

    def stop(self) -> None:
        """Nobody waits (any more)."""
        self.emitter.close()
        self.future.cancel()


class Sleep(Once):
    """The coroutine of one ``sleep()``, whose timer goes with it even if it never begins."""

    __slots__ = ()

    def __init__(self, running: Any) -> None:
        Once.__init__(self, running)
        running.__qualname__ = "sleep"

    @classmethod
    def start(cls, delay: int, value: Any, signal: Any, ref: bool) -> Sleep:
        """Starts the timer, unless ``signal`` is aborted already."""
        if signal is not None and signal.aborted:
            raise aborted(signal)
        wait: Any = _Wait(delay, ref)
        sleep = cls(_value_of(wait.future, value, signal))
        sleep._wait = wait
        if signal is not None:
            abort = partial(_settle, wait.future, False)
            sleep._forget = on_abort(signal, "options.signal", abort)
        return sleep


def _settle(future: Any, in_time: bool) -> None:
    if not future.done():
        future.set_result(in_time)


async def _value_of(future: Any, value: Any, signal: Any) -> Any:
    if not await future:
        raise aborted(signal)
    return value


async def _begin(delay: int, value: Any, signal: Any, ref: bool) -> Any:
    running_loop("sleep()")
    return await Sleep.start(delay, value, signal, ref)


async def _failed(error: BaseException) -> Any:
    try:
        raise error
    finally:  # this frame is in its traceback
        del error


@overload
def sleep(
    ms: float | None = 1, *, signal: AbortSignal | None = None, ref: bool | None = True
) -> Coroutine[Any, Any, None]: ...
@overload
def sleep(
    ms: float | None, value: T, *, signal: AbortSignal | None = None, ref: bool | None = True
) -> Coroutine[Any, Any, T]: ...
def sleep(
    ms: float | None = 1,
    value: Any = None,
    *,
    signal: AbortSignal | None = None,
    ref: bool | None = True,
) -> Coroutine[Any, Any, Any]:
    """Waits, inside asyncio, for ``ms`` milliseconds (manual: timersPromises.setTimeout()).

    They count from the call on, or from the first step of what was called before there was a
    running loop; it is awaited, or made a task, once, and leaves no timer behind when that is
    cancelled. ``ms`` (1): as the ``delay`` of ``set_timeout``. ``value`` (None): what the await
    gives. ``signal``: an AbortSignal that ends the wait with an ``AbortError``, whose ``cause``
    is the signal's reason. ``ref`` (True): whether the timer is listed among what keeps a loop
    running. Raises ``ERR_INVALID_ARG_TYPE``, when it is awaited.
    """
    try:
        check_signal(signal, "options.signal")
        referenced = True if ref is None else check_bool(ref, "options.ref")
        if signal is not None and signal.aborted:
            raise aborted(signal)
        delay = delay_of(ms)
        if running_host() is None:
            return Sleep(_begin(delay, value, signal, referenced))
        return Sleep.start(delay, value, signal, referenced)
    except Exception as error:
        return Sleep(_failed(error))
