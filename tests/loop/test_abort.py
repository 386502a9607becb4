"""AbortController and AbortSignal."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import pytest

import netuv
from netuv._loop.abort import on_abort


def test_a_signal_is_aborted_once_and_keeps_its_reason() -> None:
    controller = netuv.AbortController()
    signal = controller.signal
    assert (signal.aborted, signal.reason) == (False, None)
    controller.abort("first")
    controller.abort("second")
    assert (signal.aborted, signal.reason) == (True, "first")


def test_the_default_reason_is_an_abort_error() -> None:
    signal = netuv.AbortSignal.abort()
    assert isinstance(signal.reason, netuv.AbortError)
    assert signal.reason.code == "ABORT_ERR"
    assert str(signal.reason) == "This operation was aborted"


def test_listeners_are_called_in_their_order_and_once() -> None:
    controller = netuv.AbortController()
    received: list[Any] = []
    signal = controller.signal
    signal.add_event_listener("abort", lambda event: received.append(event.target is signal))
    signal.onabort = lambda event: received.append(event.type)
    last = received.append
    signal.add_event_listener("abort", last)
    signal.add_event_listener("abort", last)
    signal.add_event_listener("other", received.append)
    controller.abort()
    controller.abort()
    assert received[:2] == [True, "abort"]
    assert len(received) == 3


def test_a_listener_that_was_removed_is_not_called() -> None:
    controller = netuv.AbortController()
    received: list[Any] = []
    controller.signal.add_event_listener("abort", received.append)
    controller.signal.remove_event_listener("abort", received.append)
    controller.signal.onabort = received.append
    controller.signal.onabort = None
    controller.abort()
    assert received == []


def test_a_listener_that_raises_costs_the_others_nothing() -> None:
    controller = netuv.AbortController()
    received: list[Any] = []

    def fail(event: object) -> None:
        raise LookupError("boom")

    controller.signal.add_event_listener("abort", fail)
    controller.signal.add_event_listener("abort", received.append)
    with netuv.Loop() as loop:
        controller.abort()
        assert len(received) == 1
        with pytest.raises(LookupError, match="boom"):
            loop.run()
    loop.close()


def test_throw_if_aborted_raises_the_reason() -> None:
    controller = netuv.AbortController()
    controller.signal.throw_if_aborted()
    error = LookupError()
    controller.abort(error)
    with pytest.raises(LookupError) as raised:
        controller.signal.throw_if_aborted()
    assert raised.value is error


def test_a_reason_that_is_no_exception_is_the_cause_of_one() -> None:
    with pytest.raises(netuv.AbortError) as raised:
        netuv.AbortSignal.abort("why").throw_if_aborted()
    assert raised.value.cause == "why"


def test_a_timeout_aborts_but_does_not_keep_the_loop_running() -> None:
    with netuv.Loop() as loop:
        signal = netuv.AbortSignal.timeout(1)
        loop.run()
        assert not signal.aborted
        signal.add_event_listener("abort", lambda event: keep.close())
        keep = netuv.set_timeout(lambda: None, 60000)
        loop.run()
        assert isinstance(signal.reason, TimeoutError)
        assert str(signal.reason) == "The operation was aborted due to timeout"
    loop.close()


@pytest.mark.parametrize(
    ("delay", "kind", "code"),
    [
        (None, TypeError, "ERR_INVALID_ARG_TYPE"),
        ("x", TypeError, "ERR_INVALID_ARG_TYPE"),
        (True, TypeError, "ERR_INVALID_ARG_TYPE"),
        (-1, ValueError, "ERR_OUT_OF_RANGE"),
        (1.5, ValueError, "ERR_OUT_OF_RANGE"),
        (2**32, ValueError, "ERR_OUT_OF_RANGE"),
        (float("nan"), ValueError, "ERR_OUT_OF_RANGE"),
        (float("inf"), ValueError, "ERR_OUT_OF_RANGE"),
    ],
)
def test_a_wrong_timeout_is_refused(delay: Any, kind: type[Exception], code: str) -> None:
    with pytest.raises(kind) as raised:
        netuv.AbortSignal.timeout(delay)
    assert raised.value.code == code  # type: ignore[attr-defined]


def test_any_follows_the_first_of_its_signals() -> None:
    first, second = netuv.AbortController(), netuv.AbortController()
    signal = netuv.AbortSignal.any([first.signal, second.signal])
    assert not signal.aborted
    second.abort("second")
    first.abort("first")
    assert signal.reason == "second"
    assert netuv.AbortSignal.any([first.signal, second.signal]).reason == "first"
    assert not netuv.AbortSignal.any([]).aborted


def test_a_signal_does_not_keep_those_of_any_that_nobody_wants() -> None:
    controller = netuv.AbortController()
    wanted = netuv.AbortSignal.any([controller.signal])
    gone = weakref.ref(netuv.AbortSignal.any([controller.signal, wanted]))
    gc.collect()
    assert gone() is None
    assert wanted is not None


def test_a_signal_of_any_that_is_listened_to_need_not_be_held() -> None:
    controller = netuv.AbortController()
    received: list[Any] = []
    netuv.AbortSignal.any([controller.signal]).add_event_listener("abort", received.append)
    gc.collect()
    controller.abort("why")
    assert [event.target.reason for event in received] == ["why"]


def test_a_signal_of_any_is_let_go_with_its_last_listener() -> None:
    controller = netuv.AbortController()
    both = netuv.AbortSignal.any([controller.signal])
    gone = weakref.ref(both)
    both.add_event_listener("abort", print)
    both.remove_event_listener("abort", print)
    del both
    gc.collect()
    assert gone() is None


@pytest.mark.parametrize("signals", [5, [5], "ab"])
def test_any_of_something_else_is_refused(signals: Any) -> None:
    with pytest.raises(TypeError, match="signals") as raised:
        netuv.AbortSignal.any(signals)
    assert raised.value.code == "ERR_INVALID_ARG_TYPE"  # type: ignore[attr-defined]


def test_a_signal_is_made_by_a_controller_only() -> None:
    with pytest.raises(TypeError, match="Illegal constructor") as raised:
        netuv.AbortSignal()
    assert raised.value.code == "ERR_ILLEGAL_CONSTRUCTOR"  # type: ignore[attr-defined]


def test_a_listener_must_be_callable() -> None:
    signal = netuv.AbortController().signal
    signal.add_event_listener("abort", None)
    with pytest.raises(TypeError, match="listener"):
        signal.add_event_listener("abort", 5)  # type: ignore[arg-type]


def test_on_abort_calls_once_and_can_be_taken_back() -> None:
    controller = netuv.AbortController()
    received: list[str] = []
    on_abort(controller.signal, "signal", lambda: received.append("kept"))
    on_abort(controller.signal, "signal", lambda: received.append("taken back"))()
    controller.abort()
    assert received == ["kept"]
    with netuv.Loop() as loop:
        on_abort(controller.signal, "signal", lambda: received.append("later"))
        assert received == ["kept"]
        loop.run()
    loop.close()
    assert received == ["kept", "later"]
    with pytest.raises(TypeError, match="AbortSignal"):
        on_abort("x", "signal", lambda: None)
