"""Timers and immediates as Node has them; test_timer_programs.py compares their order, too."""

from __future__ import annotations

import asyncio
import gc
import math
import os
import time
import warnings
import weakref
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from support import Run
from support.hosts import Host

import netuv


def busy(milliseconds: int) -> None:
    until = time.monotonic() + milliseconds / 1000
    while time.monotonic() < until:
        pass


def timers() -> int:
    return netuv.get_active_resources_info().count("Timeout")


class Thing:
    """What a callback may keep alive."""

    def called(self) -> None:
        """Does nothing."""


# -- intervals ------------------------------------------------------------------------


def test_an_interval_does_not_drift_by_what_its_callback_takes(run: Run) -> None:
    over: list[float] = []
    waited: list[float] = []

    def beat() -> None:
        if over:
            waited.append(time.monotonic() - over[-1])
        if len(waited) == 3:
            interval.close()
        busy(80)
        over.append(time.monotonic())

    interval = netuv.set_interval(beat, 100)
    run()
    assert min(waited) < 0.06


def test_an_interval_that_is_late_already_lets_the_loop_look_around(run: Run) -> None:
    received: list[str] = []

    def beat() -> None:
        received.append("beat")
        netuv.set_immediate(received.append, "immediate")
        busy(5)
        if len(received) > 6:
            interval.close()

    interval = netuv.set_interval(beat, 1)
    run()
    assert received == ["beat", "immediate"] * (len(received) // 2)


def test_an_interval_closed_by_a_raising_callback_is_over(run: Run) -> None:
    received: list[int] = []

    def beat() -> None:
        received.append(1)
        interval.close()
        raise LookupError

    interval = netuv.set_interval(beat, 1)
    with pytest.raises(LookupError):
        run()
    run()
    assert (received, timers()) == ([1], 0)


# -- refresh and close ----------------------------------------------------------------


def test_a_cancelled_timer_stays_so_when_it_is_refreshed(run: Run) -> None:
    received: list[int] = []
    timer = netuv.set_timeout(received.append, 1, 1)
    assert timer.close().refresh() is timer
    assert timers() == 0
    run()
    assert received == []


def test_a_timer_that_has_come_comes_again_when_it_is_refreshed(run: Run) -> None:
    received: list[int] = []
    timer = netuv.set_timeout(received.append, 1, 1)
    run()
    timer.refresh()
    run()
    assert received == [1, 1]


def test_a_cancelled_timer_lets_go_of_its_callback(run: Run) -> None:
    thing = Thing()
    gone = weakref.ref(thing)
    kept = netuv.set_timeout(thing.called, 1000), netuv.set_immediate(thing.called)
    netuv.clear_timeout(kept[0])
    netuv.clear_immediate(kept[1])
    del thing
    gc.collect()
    assert gone() is None


def test_a_timer_cannot_be_refreshed_after_its_loop(loop: netuv.Loop) -> None:
    other = netuv.Loop()
    timer = other.set_timeout(print, 5)
    other.close()
    with pytest.raises(netuv.StateError) as caught:
        timer.refresh()
    assert caught.value.code == "ERR_LOOP_CLOSED"


def test_the_loop_ends_with_the_last_referenced_timer_though_another_is_due(run: Run) -> None:
    received: list[int] = []
    last = netuv.set_timeout(received.append, 1000, 1)

    def end() -> None:
        netuv.set_timeout(received.append, 1, 2).unref()
        busy(20)
        last.close()

    netuv.set_timeout(netuv.set_immediate, 1, end)
    run()
    assert received == []


def test_many_timers_of_as_many_delays_are_made_refreshed_and_cancelled(run: Run) -> None:
    made = [netuv.set_timeout(print, 60_000 + number) for number in range(20_000)]
    for timer in made:
        timer.refresh()
    for timer in made[::2]:
        timer.unref()
    for timer in made:
        timer.close()
    assert timers() == 0
    run()


# -- exceptions -----------------------------------------------------------------------


def test_after_an_exception_unreferenced_timers_of_its_phase_still_come(run: Run) -> None:
    received: list[str] = []

    def throw() -> None:
        raise LookupError

    netuv.set_timeout(throw, 1)
    netuv.set_timeout(received.append, 1, "loose").unref()
    busy(5)
    with pytest.raises(LookupError):
        run()
    run()
    assert received == ["loose"]


def test_after_an_exception_a_timer_that_came_due_meanwhile_waits_for_the_next_turn(
    run: Run,
) -> None:
    received: list[str] = []

    def throw() -> None:
        netuv.set_timeout(received.append, 1, "made meanwhile")
        netuv.set_immediate(received.append, "immediate")
        raise LookupError

    netuv.set_timeout(throw, 1)
    netuv.set_timeout(received.append, 2, "same phase")
    busy(5)
    with pytest.raises(LookupError):
        run()
    busy(5)
    run()
    assert received == ["same phase", "immediate", "made meanwhile"]


# -- delays ---------------------------------------------------------------------------

LATE = [
    (3, 3),
    (3.9, 3),
    ("3", 3),
    (" 3 ", 3),
    ("0x3", 3),
    ("3e0", 3),
    (Fraction(7, 2), 3),
    (Decimal("3.5"), 3),
    (2**31 - 1, 2**31 - 1),
]
AT_ONCE = [None, True, False, 0, -1, 0.5, math.nan, -math.inf, "", "x", "3ms", "1_0", b"5", [], {}]
TOO_LONG = [2**31, 2**31 - 0.5, 10**400, math.inf, "1e10", "Infinity", Fraction(10**400), 1e300]


def comes_with(delay: Any, other: int, run: Run) -> bool:
    """Whether ``delay`` is that other one: those of one delay come together."""
    received: list[str] = []
    netuv.set_timeout(received.append, other, "first")
    netuv.set_timeout(received.append, other + 1, "last")
    netuv.set_timeout(received.append, delay, "this")
    busy(10)
    run()
    return received == ["first", "this", "last"]


@pytest.mark.parametrize(("delay", "milliseconds"), LATE[:-1], ids=repr)
def test_a_delay_is_the_number_that_it_shows(delay: Any, milliseconds: int, run: Run) -> None:
    assert comes_with(delay, milliseconds, run)


@pytest.mark.parametrize("delay", AT_ONCE, ids=repr)
def test_what_is_no_delay_is_one_millisecond(delay: Any, run: Run) -> None:
    assert comes_with(delay, 1, run)


@pytest.mark.parametrize("delay", TOO_LONG, ids=lambda delay: str(delay)[:12])
def test_too_long_a_delay_warns_and_is_one_millisecond(delay: Any, run: Run) -> None:
    with pytest.warns(netuv.TimeoutOverflowWarning) as caught:
        assert comes_with(delay, 1, run)
    assert [warning.filename for warning in caught] == [__file__]
    first, second = str(caught[0].message).split("\n")
    assert first.endswith(" does not fit into a 32-bit signed integer.")
    assert second == "Timeout duration was set to 1."


def test_the_longest_delay_does_not_warn() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        timer = netuv.set_timeout(print, 2**31 - 1)
        timer.close()


def test_a_number_that_cannot_be_had_is_refused() -> None:
    class Odd:
        def __float__(self) -> float:
            raise LookupError

    with pytest.raises(TypeError) as caught:
        netuv.set_timeout(print, Odd())  # type: ignore[arg-type]
    assert caught.value.code == "ERR_INVALID_ARG_TYPE"  # type: ignore[attr-defined]
    assert timers() == 0


def test_a_delay_that_is_refused_by_a_filter_starts_nothing() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(netuv.TimeoutOverflowWarning):
            netuv.set_timeout(print, 2**31)
        socket = netuv.Socket()
        with pytest.raises(netuv.TimeoutOverflowWarning):
            socket.set_timeout(2**31, print)
    assert (timers(), socket.timeout, socket.listener_count("timeout")) == (0, None, 0)


IDLE: dict[str, Callable[[], Any]] = {
    "set_timeout": lambda: netuv.Socket().set_timeout(2**31).timeout,
    "connect": lambda: netuv.connect(1, timeout=2**31).on("error", print).destroy().timeout,
    "a handle": lambda: netuv.TCP().set_timeout(2**31, print),
}


@pytest.mark.parametrize("name", IDLE)
def test_too_long_an_idle_timeout_warns_and_is_the_longest(name: str, run: Run) -> None:
    with pytest.warns(netuv.TimeoutOverflowWarning) as caught:
        assert IDLE[name]() in (2**31, None)
    assert [warning.filename for warning in caught] == [__file__]
    assert str(caught[0].message) == (
        "2147483648 does not fit into a 32-bit signed integer.\n"
        "Timer duration was truncated to 2147483647."
    )


# -- immediates -----------------------------------------------------------------------


def test_an_immediate_that_is_over_or_cancelled_has_no_reference(run: Run) -> None:
    over = netuv.set_immediate(lambda: None)
    run()
    cancelled = netuv.set_immediate(lambda: None)
    netuv.clear_immediate(cancelled)
    assert [one.has_ref() for one in (over, over.ref(), cancelled, cancelled.ref())] == [False] * 4


def test_the_loop_does_not_go_round_for_a_cancelled_immediate(loop: netuv.Loop) -> None:
    netuv.clear_immediate(netuv.set_immediate(lambda: None))
    assert not loop.alive()


def test_the_loop_waits_though_there_is_an_immediate_without_reference(run: Run) -> None:
    received: list[str] = []
    read, write = os.pipe()
    reader = netuv.Socket(fd=read, readable=True)
    reader.on("data", lambda data: received.append("data"))

    @netuv.set_timeout
    def _() -> None:
        netuv.set_immediate(received.append, "loose").unref()
        netuv.set_timeout(lambda: os.write(write, b"x"), 20)

    reader.once("data", lambda _: (os.close(write), reader.destroy()))
    run()
    assert received == ["loose", "data"]


# -- sleep ----------------------------------------------------------------------------


def test_sleep_gives_its_value_not_too_early(host: Host) -> None:
    async def main() -> tuple[Any, ...]:
        begin = time.monotonic()
        value = await netuv.sleep(30, "value")
        return value, await netuv.sleep(), time.monotonic() - begin > 0.025

    assert host.run(main()) == ("value", None, True)


def test_sleeps_count_from_their_calls(host: Host) -> None:
    async def main() -> float:
        begin = time.monotonic()
        for one in [netuv.sleep(100) for _ in range(10)]:
            await one
        return time.monotonic() - begin

    assert 0.09 < host.run(main()) < 0.9


def test_a_sleep_made_before_there_is_a_loop_begins_in_it() -> None:
    assert asyncio.run(netuv.sleep(5, "later")) == "later"  # type: ignore[arg-type]


def test_sleep_outside_asyncio_is_refused(loop: netuv.Loop) -> None:
    sleep = netuv.sleep(5)
    with pytest.raises(netuv.StateError) as caught:
        sleep.send(None)
    assert caught.value.code == "ERR_ASYNC_OUTSIDE_ASYNCIO"
    assert timers() == 0


def test_an_aborted_sleep_raises_with_the_reason_as_its_cause(host: Host) -> None:
    reason = LookupError("why")

    async def main() -> list[Any]:
        controller = netuv.AbortController()
        netuv.set_timeout(controller.abort, 5, reason)
        seen: list[Any] = []
        for _ in range(2):  # meanwhile, and aborted already
            sleep = netuv.sleep(1_000_000, signal=controller.signal)
            try:
                await sleep
            except netuv.AbortError as error:
                seen += [error.code, error.__cause__, timers()]
        seen.append(len(controller.signal._listeners))
        return seen

    assert host.run(main()) == ["ABORT_ERR", reason, 0, "ABORT_ERR", reason, 0, 0]


def test_a_sleep_that_is_over_listens_to_its_signal_no_more(host: Host) -> None:
    async def main() -> int:
        controller = netuv.AbortController()
        await netuv.sleep(1, signal=controller.signal)
        return len(controller.signal._listeners)

    assert host.run(main()) == 0


@pytest.mark.parametrize("iterations", [0, 1, 2, 5])
def test_a_cancelled_sleep_leaves_nothing_behind(host: Host, iterations: int) -> None:
    async def main() -> tuple[int, int]:
        controller = netuv.AbortController()
        for start in (lambda: netuv.sleep(60_000, signal=controller.signal), later(controller)):
            task = asyncio.ensure_future(start())
            for _ in range(iterations):
                await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        return timers(), len(controller.signal._listeners)

    def later(controller: netuv.AbortController) -> Callable[[], Any]:
        async def wait() -> None:
            await netuv.sleep(60_000, signal=controller.signal)

        return wait

    assert host.run(main()) == (0, 0)


def test_a_sleep_that_times_out_leaves_nothing_behind(host: Host) -> None:
    async def main() -> int:
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(netuv.sleep(60_000), 0.01)
        return timers()

    assert host.run(main()) == 0


def test_a_sleep_that_nobody_awaits_goes_with_its_timer(host: Host) -> None:
    async def main() -> tuple[int, int]:
        sleep = netuv.sleep(60_000)
        before = timers()
        del sleep
        gc.collect()
        await asyncio.sleep(0.01)
        return before, timers()

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it was never awaited
        assert host.run(main()) == (1, 0)


def test_a_sleep_ends_with_its_loop(host: Host) -> None:
    async def main() -> str:
        task = asyncio.ensure_future(netuv.sleep(60_000))
        await asyncio.sleep(0)
        netuv.get_loop().close()
        try:
            await task
        except netuv.StateError as error:
            return error.code
        return "nothing"

    assert host.run(main()) == "ERR_LOOP_CLOSED"


def test_an_unreferenced_sleep_is_not_listed(host: Host) -> None:
    async def main() -> tuple[int, str]:
        sleep = netuv.sleep(5, "value", ref=False)
        return timers(), await sleep

    assert host.run(main()) == (0, "value")


@pytest.mark.parametrize("wrong", [{"signal": 5}, {"ref": 1}, {"ref": "yes"}])
def test_a_wrong_argument_of_sleep_is_raised_by_the_await(host: Host, wrong: Any) -> None:
    async def main() -> int:
        with pytest.raises(TypeError) as caught:
            await netuv.sleep(60_000, **wrong)
        assert caught.value.code == "ERR_INVALID_ARG_TYPE"  # type: ignore[attr-defined]
        return timers()

    assert host.run(main()) == 0


def test_too_long_a_sleep_names_the_line_that_called(host: Host) -> None:
    async def main() -> None:
        await netuv.sleep(2**31)

    with pytest.warns(netuv.TimeoutOverflowWarning) as caught:
        host.run(main())
    assert [warning.filename for warning in caught] == [__file__]
