"""What a callback is called with: what it can take."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from netuv._util.callbacks import takes_error

ERROR = OSError(1, "x")


def test_a_callback_that_needs_the_error_gets_it_or_none() -> None:
    reported: list[Any] = []
    callback = takes_error(lambda error: reported.append(error))
    callback(None)
    callback(ERROR)
    assert reported == [None, ERROR]


def test_a_callback_without_parameters_is_called_without() -> None:
    reported: list[int] = []
    callback = takes_error(lambda: reported.append(1))
    callback(None)
    callback(ERROR)
    assert reported == [1, 1]


def test_a_default_is_kept_on_success_and_replaced_by_an_error() -> None:
    reported: list[Any] = []
    callback = takes_error(lambda name="mine": reported.append(name))
    callback(None)
    callback(ERROR)
    assert reported == ["mine", ERROR]


def test_a_method_s_self_does_not_count() -> None:
    class Own:
        def __init__(self) -> None:
            self.reported: list[Any] = []

        def none(self) -> None:
            self.reported.append("none")

        def one(self, error: Any) -> None:
            self.reported.append(error)

        def any(self, *errors: Any) -> None:
            self.reported.append(errors)

    own = Own()
    for method in (own.none, own.one, own.any):
        takes_error(method)(None)
        takes_error(method)(ERROR)
    assert own.reported == ["none", "none", None, ERROR, (), (ERROR,)]


def test_partials_and_objects_are_asked_for_their_signature() -> None:
    reported: list[Any] = []

    class Called:
        def __call__(self, error: Any) -> None:
            reported.append(error)

    takes_error(Called())(ERROR)
    takes_error(partial(lambda name, error: reported.append((name, error)), "n"))(None)
    takes_error(partial(lambda name: reported.append(name), "only"))(ERROR)
    assert reported == [ERROR, ("n", None), "only"]


def test_a_builtin_gets_the_error() -> None:
    reported: list[Any] = []
    takes_error(reported.append)(ERROR)
    assert reported == [ERROR]


def test_an_exception_of_the_callback_comes_out() -> None:
    def throw() -> None:
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        takes_error(throw)(None)
