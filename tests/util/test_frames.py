"""A warning is given once, and names the line of the user's that brought it about."""

from __future__ import annotations

import linecache
import warnings
from collections.abc import Callable
from typing import Any

import pytest

import netuv

Ways = dict[str, Callable[[netuv.Loop], Any]]


def deaf() -> None:
    """A listener like any other."""


def crowded() -> netuv.EventEmitter:
    """An emitter that has as many listeners as go without a warning."""
    emitter = netuv.EventEmitter()
    emitter.set_max_listeners(1)
    emitter.on("word", deaf)
    return emitter


WAYS: Ways = {
    "set_timeout": lambda loop: netuv.set_timeout(deaf, 2**31).close(),
    "set_interval": lambda loop: netuv.set_interval(deaf, 2**31).close(),
    "loop.set_timeout": lambda loop: loop.set_timeout(deaf, 2**31).close(),
    "loop.set_interval": lambda loop: loop.set_interval(deaf, 2**31).close(),
    "on": lambda loop: crowded().on("word", deaf),
    "on, as a decorator": lambda loop: crowded().on("word")(deaf),
    "add_listener": lambda loop: crowded().add_listener("word", deaf),
    "once": lambda loop: crowded().once("word", deaf),
    "prepend_listener": lambda loop: crowded().prepend_listener("word", deaf),
    "prepend_once_listener": lambda loop: crowded().prepend_once_listener("word", deaf),
    "server.connections": lambda loop: netuv.create_server().connections,
}


@pytest.mark.parametrize("way", WAYS)
def test_a_warning_names_the_line_that_called(way: str, loop: netuv.Loop) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        WAYS[way](loop)
    assert [warning.filename for warning in caught] == [__file__]
    assert linecache.getline(__file__, caught[0].lineno).startswith(f'    "{way}"')


def test_a_time_that_is_too_long_is_one_millisecond(run: Callable[[], None]) -> None:
    received: list[int] = []
    with pytest.warns(RuntimeWarning, match="2147483648 does not fit into a 32-bit signed integer"):
        netuv.set_timeout(received.append, 2**31, 1)
    run()
    assert received == [1]
