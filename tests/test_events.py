"""EventEmitter in Python's own terms; the rest of it is in tests/parity."""

from __future__ import annotations

import warnings

import pytest

import netuv


def test_on_decorates_and_gives_the_function_back() -> None:
    emitter = netuv.EventEmitter()

    @emitter.on("x")
    def heard(value: int) -> None:
        values.append(value)

    values: list[int] = []
    emitter.emit("x", 1)
    assert values == [1]
    assert emitter.listeners("x") == [heard]


def test_once_decorates_too() -> None:
    emitter = netuv.EventEmitter()
    values: list[int] = []

    @emitter.once("x")
    def heard(value: int) -> None:
        values.append(value)

    emitter.emit("x", 1)
    emitter.emit("x", 2)
    assert values == [1]
    assert callable(heard)


def test_methods_chain() -> None:
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
    heard: list[int] = []
    emitter.on("x", heard.append)
    emitter.off("x", heard.append)
    assert emitter.emit("x", 1) is False
    assert heard == []


def test_any_hashable_names_an_event() -> None:
    emitter = netuv.EventEmitter()
    heard: list[str] = []
    name = object()
    emitter.on(name, heard.append)
    emitter.on(("a", 1), heard.append)
    emitter.emit(name, "object")
    emitter.emit(("a", 1), "tuple")
    assert heard == ["object", "tuple"]
    assert emitter.event_names() == [name, ("a", 1)]


def test_an_error_nobody_hears_is_raised_itself() -> None:
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
    assert "11 x listeners" in str(caught[0].message)


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

    heard: list[str] = []
    Loud().on("x", heard.append).emit("x", "quiet")
    assert heard == ["QUIET"]
