"""What a callback is called with: what it can take."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from netuv._util.callbacks import takes_error

ERROR = OSError(1, "x")


def test_a_callback_that_needs_the_error_gets_it_or_none() -> None:
    told: list[Any] = []
    callback = takes_error(lambda error: told.append(error))
    callback(None)
    callback(ERROR)
    assert told == [None, ERROR]


def test_a_callback_without_parameters_is_called_without() -> None:
    told: list[int] = []
    callback = takes_error(lambda: told.append(1))
    callback(None)
    callback(ERROR)
    assert told == [1, 1]


def test_a_default_is_kept_on_success_and_replaced_by_an_error() -> None:
    told: list[Any] = []
    callback = takes_error(lambda name="mine": told.append(name))
    callback(None)
    callback(ERROR)
    assert told == ["mine", ERROR]


def test_a_method_s_self_does_not_count() -> None:
    class Own:
        def __init__(self) -> None:
            self.told: list[Any] = []

        def none(self) -> None:
            self.told.append("none")

        def one(self, error: Any) -> None:
            self.told.append(error)

        def any(self, *errors: Any) -> None:
            self.told.append(errors)

    own = Own()
    for method in (own.none, own.one, own.any):
        takes_error(method)(None)
        takes_error(method)(ERROR)
    assert own.told == ["none", "none", None, ERROR, (), (ERROR,)]


def test_partials_and_objects_are_asked_for_their_signature() -> None:
    told: list[Any] = []

    class Called:
        def __call__(self, error: Any) -> None:
            told.append(error)

    takes_error(Called())(ERROR)
    takes_error(partial(lambda name, error: told.append((name, error)), "n"))(None)
    takes_error(partial(lambda name: told.append(name), "only"))(ERROR)
    assert told == [ERROR, ("n", None), "only"]


def test_a_builtin_gets_the_error() -> None:
    told: list[Any] = []
    takes_error(told.append)(ERROR)
    assert told == [ERROR]


def test_an_exception_of_the_callback_comes_out() -> None:
    def throw() -> None:
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        takes_error(throw)(None)
