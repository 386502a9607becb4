"""What onread refuses, and where."""

from __future__ import annotations

import os
from typing import Any

import pytest
from support import Run

import netuv


async def an_async_function(count: int, buffer: Any) -> None: ...


RELEASED = memoryview(bytearray(8))
RELEASED.release()

WRONG = [
    ("text", TypeError, "ERR_INVALID_ARG_TYPE", '"options.onread"'),
    ([bytearray(8), print], TypeError, "ERR_INVALID_ARG_TYPE", '"options.onread"'),
    ({}, TypeError, "ERR_INVALID_ARG_TYPE", '"options.onread.callback"'),
    ({"buffer": bytearray(8)}, TypeError, "ERR_INVALID_ARG_TYPE", "onread.callback"),
    ({"buffer": bytearray(8), "callback": 7}, TypeError, "ERR_INVALID_ARG_TYPE", "callback"),
    (
        {"buffer": bytearray(8), "callback": an_async_function},
        TypeError,
        "ERR_INVALID_ARG_TYPE",
        "not async",
    ),
    ({"callback": print}, TypeError, "ERR_INVALID_ARG_TYPE", '"options.onread.buffer"'),
    ({"buffer": 4096, "callback": print}, TypeError, "ERR_INVALID_ARG_TYPE", "onread.buffer"),
    ({"buffer": b"bytes", "callback": print}, TypeError, "ERR_INVALID_ARG_TYPE", "writable"),
    (
        {"buffer": memoryview(bytearray(8))[::2], "callback": print},
        ValueError,
        "ERR_INVALID_ARG_VALUE",
        "contiguous",
    ),
    ({"buffer": RELEASED, "callback": print}, ValueError, "ERR_INVALID_ARG_VALUE", "released"),
    ({"buffer": bytearray(8), "callback": print, "size": 8}, TypeError, None, "'size'"),
]


@pytest.mark.parametrize(("onread", "kind", "code", "words"), WRONG)
def test_a_wrong_onread_is_refused_at_the_call(
    run: Run, onread: Any, kind: type[Exception], code: str | None, words: str
) -> None:
    for call in (
        lambda: netuv.Socket(onread=onread),
        lambda: netuv.connect(port=1, onread=onread),
        lambda: netuv.connect(path=os.devnull, onread=onread),
    ):
        with pytest.raises(kind, match=words) as caught:
            call()
        assert getattr(caught.value, "code", None) == code
    run()


@pytest.mark.parametrize("wrong", [None, b"constant", 7, "text", memoryview(bytearray(8))[::2]])
def test_the_first_buffer_of_a_function_must_be_one(run: Run, wrong: Any) -> None:
    with pytest.raises(TypeError) as caught:
        netuv.connect(port=1, onread={"buffer": lambda: wrong, "callback": print})
    assert caught.value.code == "ERR_INVALID_RETURN_VALUE"  # type: ignore[attr-defined]
    run()
