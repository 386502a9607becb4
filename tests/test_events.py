"""EventEmitter in Python's own terms; the rest of it is in conformance/parity."""

from __future__ import annotations

import asyncio
import warnings
from typing import Any

import pytest

import netuv


def test_on_decorates_and_gives_the_function_back() -> None:
    emitter = netuv.EventEmitter()

    @emitter.on("x")
    def received(value: int) -> None:
        values.append(value)

    values: list[int] = []
    emitter.emit("x", 1)
    assert values == [1]
    assert emitter.listeners("x") == [received]


def test_once_decorates_and_gives_the_function_back() -> None:
    emitter = netuv.EventEmitter()
    values: list[int] = []

    @emitter.once("x")
    def received(value: int) -> None:
        values.append(value)

    emitter.emit("x", 1)
    emitter.emit("x", 2)
    assert values == [1]
    assert callable(received)


def test_methods_of_an_emitter_can_be_chained() -> None:
    emitter = netuv.EventEmitter()

    def listener() -> None:
        """Hears nothing."""

    assert emitter.on("x", listener) is emitter
    assert emitter.add_listener("x", listener) is emitter
    assert emitter.once("x", listener) is emitter
    assert emitter.prepend_listener("x", listener) is emitter
    assert emitter.prepend_once_listener("x", listener) is emitter
    assert emitter.off("x", listener) is emitter
    assert emitter.remove_listener("x", listener) is emitter
    assert emitter.remove_all_listeners() is emitter
    assert emitter.set_max_listeners(5) is emitter


def test_a_bound_method_can_be_removed_again() -> None:
    emitter = netuv.EventEmitter()
    received: list[int] = []
    emitter.on("x", received.append)
    emitter.off("x", received.append)
    assert emitter.emit("x", 1) is False
    assert received == []


def test_any_hashable_names_an_event() -> None:
    emitter = netuv.EventEmitter()
    received: list[str] = []
    name = object()
    emitter.on(name, received.append)
    emitter.on(("a", 1), received.append)
    emitter.emit(name, "object")
    emitter.emit(("a", 1), "tuple")
    assert received == ["object", "tuple"]
    assert emitter.event_names() == [name, ("a", 1)]


def test_an_unhandled_error_is_raised_itself() -> None:
    error = LookupError("lost")
    with pytest.raises(LookupError) as raised:
        netuv.EventEmitter().emit("error", error)
    assert raised.value is error


def test_an_error_that_is_no_exception_is_raised_in_one() -> None:
    with pytest.raises(netuv.StateError, match="Unhandled error") as raised:
        netuv.EventEmitter().emit("error", 5)
    assert raised.value.code == "ERR_UNHANDLED_ERROR"


def test_the_eleventh_listener_is_warned_of_once() -> None:
    emitter = netuv.EventEmitter()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for _ in range(10):
            emitter.on("x", lambda: None)
        assert caught == []
        emitter.on("x", lambda: None)
        emitter.on("x", lambda: None)
    assert len(caught) == 1
    warning: Any = caught[0].message
    assert isinstance(warning, netuv.MaxListenersExceededWarning)
    assert (warning.emitter, warning.type, warning.count) == (emitter, "x", 11)
    assert str(warning) == (
        "Possible EventEmitter memory leak detected. 11 x listeners added to [EventEmitter]. "
        "Use emitter.set_max_listeners() to increase limit"
    )


@pytest.mark.parametrize("way", ["on", "once", "prepend_listener", "prepend_once_listener"])
def test_the_warning_names_the_line_that_added_the_listener(way: str) -> None:
    emitter = netuv.Socket().set_max_listeners(1)
    add = getattr(emitter, way)
    add("data", id)
    with pytest.warns(netuv.MaxListenersExceededWarning) as caught:
        add("data", id)
    assert caught[0].filename == __file__
    emitter.destroy()


def test_a_warning_that_is_an_error_adds_no_listener() -> None:
    emitter = netuv.EventEmitter().set_max_listeners(1)
    emitter.on("x", print)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(netuv.MaxListenersExceededWarning):
            emitter.on("x", print)
    assert emitter.listener_count("x") == 1


def test_a_name_that_has_no_text_is_warned_about_all_the_same() -> None:
    class Odd:
        def __str__(self) -> str:
            raise LookupError("no text")

        __repr__ = __str__

    name = Odd()
    emitter = netuv.EventEmitter().set_max_listeners(1)
    with pytest.warns(netuv.MaxListenersExceededWarning, match="2 <Odd> listeners"):
        emitter.on(name, print).on(name, print)


def test_the_default_limit_is_the_class_s_and_a_subclass_may_have_its_own() -> None:
    class Busy(netuv.EventEmitter):
        default_max_listeners = 100

    assert Busy().get_max_listeners() == 100
    assert netuv.EventEmitter().get_max_listeners() == 10
    emitter = netuv.EventEmitter().on("x", print)
    netuv.EventEmitter.default_max_listeners = "many"  # type: ignore[assignment]
    try:
        with pytest.raises(ValueError) as raised:
            emitter.on("x", print)
    finally:
        netuv.EventEmitter.default_max_listeners = 10
    assert raised.value.code == "ERR_OUT_OF_RANGE"  # type: ignore[attr-defined]
    assert emitter.listener_count("x") == 1


def test_a_target_that_is_none_leaves_all_limits_as_they_were() -> None:
    emitter = netuv.EventEmitter()
    with pytest.raises(TypeError):
        netuv.events.set_max_listeners(3, emitter, 5)  # type: ignore[arg-type]
    assert emitter.get_max_listeners() == 10


def test_an_error_that_is_no_exception_is_the_context_of_what_is_raised() -> None:
    value = {"a": 1}
    with pytest.raises(netuv.StateError) as raised:
        netuv.EventEmitter().emit("error", value)
    assert raised.value.context is value  # type: ignore[attr-defined]


def test_an_await_has_an_error_whose_monitor_raises() -> None:
    async def main() -> None:
        emitter = netuv.EventEmitter()

        @emitter.on(netuv.events.error_monitor)
        def fail(error: BaseException) -> None:
            raise RuntimeError("of the monitor")

        waiting = netuv.once(emitter, "x")
        with pytest.raises(RuntimeError, match="of the monitor"):
            emitter.emit("error", LookupError("bad"))
        with pytest.raises(LookupError, match="bad"):
            await asyncio.wait_for(waiting, 5)

    asyncio.run(main())


def test_raw_listeners_are_what_was_given_but_for_once() -> None:
    async def listener() -> None:
        """Is never run."""

    async def main() -> None:
        for emitter in (netuv.EventEmitter(), netuv.EventEmitter(capture_rejections=True)):
            emitter.on("x", listener).on("x", print).once("x", listener).once("x", print)
            first, second, third, fourth = emitter.raw_listeners("x")
            assert (first, second) == (listener, print)
            assert (third.listener, fourth.listener) == (listener, print)  # type: ignore[attr-defined]
            for one in (fourth, third, second, first):
                emitter.off("x", one)
            assert emitter.event_names() == []

    asyncio.run(main())


def test_a_future_that_two_listeners_return_is_an_error_of_each() -> None:
    async def main() -> list[str]:
        emitter = netuv.EventEmitter(capture_rejections=True)
        failed = asyncio.get_running_loop().create_future()
        errors: list[str] = []
        emitter.on("error", lambda error: errors.append(str(error)))
        emitter.on("x", lambda: failed).on("x", lambda: failed)
        emitter.emit("x")
        failed.set_exception(LookupError("bad"))
        while len(errors) < 2:
            await asyncio.sleep(0)
        return errors

    assert asyncio.run(asyncio.wait_for(main(), 10)) == ["bad", "bad"]


def test_a_captured_error_that_nobody_listens_to_goes_to_the_exception_handler() -> None:
    reported: list[Any] = []

    async def main() -> None:
        host = asyncio.get_running_loop()
        host.set_exception_handler(lambda _, context: reported.append(context["exception"]))
        emitter = netuv.EventEmitter(capture_rejections=True)

        @emitter.on("x")
        async def fail() -> None:
            raise LookupError("bad")

        emitter.emit("x")
        while not reported:
            await asyncio.sleep(0)

    asyncio.run(asyncio.wait_for(main(), 10))
    assert [str(error) for error in reported] == ["bad"]


def test_a_subclass_has_the_method_for_what_is_captured() -> None:
    class Mine(netuv.EventEmitter):
        def nodejs_rejection(self, error: BaseException, event: object, *args: object) -> None:
            seen.append((str(error), event, args))

    seen: list[Any] = []

    async def main() -> None:
        mine = Mine(capture_rejections=True)

        @mine.on("x")
        async def fail(*args: object) -> None:
            raise LookupError("bad")

        mine.emit("x", 1, 2)
        while not seen:
            await asyncio.sleep(0)

    asyncio.run(asyncio.wait_for(main(), 10))
    assert seen == [("bad", "x", (1, 2))]


@pytest.mark.parametrize("limit", [0, float("inf")])
def test_without_a_limit_nobody_is_warned(limit: float) -> None:
    emitter = netuv.EventEmitter().set_max_listeners(limit)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for _ in range(30):
            emitter.on("x", lambda: None)
    assert emitter.listener_count("x") == 30


@pytest.mark.parametrize("limit", [-1, "many", None, float("nan")])
def test_a_limit_is_a_number_that_is_not_negative(limit: object) -> None:
    with pytest.raises((TypeError, ValueError)) as raised:
        netuv.EventEmitter().set_max_listeners(limit)
    assert raised.value.code in ("ERR_OUT_OF_RANGE", "ERR_INVALID_ARG_TYPE")


def test_a_subclass_may_override_emit() -> None:
    class Loud(netuv.EventEmitter):
        def emit(self, event: object, *args: object) -> bool:
            return super().emit(event, *(str(arg).upper() for arg in args))

    received: list[str] = []
    Loud().on("x", received.append).emit("x", "quiet")
    assert received == ["QUIET"]
