"""Transform and PassThrough, subclassed and made from functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import netuv
from netuv.stream import PassThrough, Transform


@pytest.fixture(autouse=True)
def _own_loop(loop: netuv.Loop) -> None:
    """Every test has a loop of its own."""


class Lines(Transform):
    """Cuts text into lines, the rest comes at the end."""

    def __init__(self) -> None:
        self.rest = b""
        super().__init__(readable_object_mode=True)

    def _transform(self, chunk: Any, encoding: str, callback: Callable[..., Any]) -> None:
        *lines, self.rest = (self.rest + chunk).split(b"\n")
        for line in lines:
            self.push(line)
        callback()

    def _flush(self, callback: Callable[..., Any]) -> None:
        callback(None, self.rest)


def test_a_subclass_may_give_several_chunks_or_none_for_one() -> None:
    lines = Lines()
    seen: list[bytes] = []
    lines.on("data", seen.append)
    lines.write(b"a\nb")
    lines.write(b"c")
    lines.end(b"\nd")
    netuv.run()
    assert seen == [b"a", b"bc", b"d"]


def test_every_byte_goes_through_however_small_the_marks() -> None:
    data = bytes(range(256)) * 20
    through = PassThrough(high_water_mark=3)
    seen: list[bytes] = []
    for start in range(0, len(data), 7):
        through.write(data[start : start + 7])
    through.end()
    through.on("data", seen.append)
    netuv.run()
    assert b"".join(seen) == data


def test_what_is_not_read_holds_the_transforming_back() -> None:
    asked: list[Any] = []

    def transform(
        stream: Transform, chunk: Any, encoding: str, callback: Callable[..., Any]
    ) -> None:
        asked.append(chunk)
        callback(None, chunk)

    stream = Transform(object_mode=True, high_water_mark=2, transform=transform)
    for number in range(10):
        stream.write(number)
    netuv.run()
    assert asked == [0, 1]
    assert [stream.read(), stream.read()] == [0, 1]
    netuv.run()
    assert len(asked) == 4


def test_an_error_of_transform_destroys_the_stream_and_reaches_the_write() -> None:
    received: list[tuple[str, str]] = []

    def transform(
        stream: Transform, chunk: Any, encoding: str, callback: Callable[..., Any]
    ) -> None:
        callback(LookupError("bad"))

    stream = Transform(transform=transform)
    stream.on("error", lambda error: received.append(("error", str(error))))
    stream.write(b"a", lambda error: received.append(("write", str(error))))
    netuv.run()
    assert sorted(received) == [("error", "bad"), ("write", "bad")]
    assert stream.destroyed


@pytest.mark.parametrize("name", ["transform", "flush"])
def test_a_hook_that_is_no_function_is_refused_or_not_taken(name: str) -> None:
    with pytest.raises(TypeError):
        Transform(**{name + "er": print})
