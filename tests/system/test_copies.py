"""Of what is open there is one object: it is not copied, nor put into a pickle.

Two objects with one loop, timer or handle of the core's would each free it.
"""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any

import pytest

import netuv
from netuv import stream

MAKERS: dict[str, Callable[[], Any]] = {
    "loop": netuv.get_loop,
    "timeout": lambda: netuv.set_timeout(print, 60_000),
    "interval": lambda: netuv.set_interval(print, 60_000),
    "immediate": lambda: netuv.set_immediate(print),
    "tcp": netuv.TCP,
    "pipe": netuv.Pipe,
    "socket": netuv.Socket,
    "server": netuv.Server,
    "stream": stream.PassThrough,
}


@pytest.fixture(params=MAKERS)
def thing(request: pytest.FixtureRequest) -> Any:
    loop = netuv.Loop()
    with loop:
        made = MAKERS[request.param]()
    yield made
    if isinstance(made, netuv.TCP | netuv.Pipe):
        made.close()
    loop.close()


@pytest.mark.parametrize("way", [copy.copy, copy.deepcopy, pickle.dumps], ids=lambda f: f.__name__)
def test_what_is_open_is_not_copied(thing: Any, way: Callable[[Any], Any]) -> None:
    with pytest.raises(TypeError, match=rf"cannot copy or pickle '{type(thing).__name__}'"):
        way(thing)


def test_a_loop_lives_on_after_a_copy_was_refused() -> None:
    loop, called = netuv.Loop(), []
    with loop:
        timer = netuv.set_timeout(called.append, 1, True)
    for one in (loop, timer):
        with pytest.raises(TypeError):
            copy.copy(one)
    loop.run()
    assert called == [True]
    loop.close()


def test_an_emitter_without_a_loop_is_copied() -> None:
    emitter = netuv.EventEmitter()
    emitter.on("x", print)
    assert copy.copy(emitter).listeners("x") == [print]
