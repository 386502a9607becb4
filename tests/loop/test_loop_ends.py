"""A loop is closed and leaves nothing, whatever goes wrong while it closes."""

from __future__ import annotations

import asyncio
import gc
import platform
import socket as sockets
import sys
import warnings
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import pytest
from support.peers import HOST
from support.programs import PACKAGE

import netuv

CLASSES = [ValueError, netuv.StateError, KeyboardInterrupt, SystemExit, asyncio.CancelledError]


no_trace = pytest.mark.skipif(
    platform.python_implementation() == "PyPy", reason="its trace functions see other events"
)


class Raises:
    """What the user's own methods do."""

    kind: type[BaseException] = ValueError

    @classmethod
    def now(cls, *_: object) -> Any:
        raise cls.kind("E", "mine") if cls.kind is netuv.StateError else cls.kind("mine")


class OwnHandle(netuv.TCP):
    getsockname = getpeername = Raises.now


class OwnSocket(netuv.Socket):
    address = Raises.now


class OwnCounts(netuv.TCP):
    bytes_read = bytes_written = property(Raises.now)  # type: ignore[assignment]


class OwnName(netuv.TCP):
    __repr__ = Raises.now  # type: ignore[assignment]


def connecting(make: Callable[[], Any], port: int) -> None:
    made = make()
    socket = made if isinstance(made, netuv.Socket) else netuv.Socket(handle=made)
    socket.connect(port, HOST)


OBJECTS: dict[str, Callable[[int], Any]] = {
    "names of a handle": lambda port: connecting(OwnHandle, port),
    "address of a socket": lambda port: connecting(OwnSocket, port),
    "counters": lambda port: connecting(OwnCounts, port),
}


@pytest.fixture
def port() -> Iterator[int]:
    with sockets.socket() as listener:
        listener.bind((HOST, 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.mark.parametrize("kind", CLASSES)
@pytest.mark.parametrize("what", OBJECTS)
def test_what_a_replaced_method_raises_closes_the_loop_all_the_same(
    what: str, kind: Any, port: int, monkeypatch: Any, descriptors: Callable[[], set[str]]
) -> None:
    before = descriptors()
    loop = netuv.Loop()
    with loop:
        first, last = netuv.connect(port, HOST), netuv.connect(port, HOST)
        OBJECTS[what](port)
        others = [first, last, netuv.connect(port, HOST)]
    monkeypatch.setattr(Raises, "kind", kind)
    with pytest.raises(kind, match="mine"):
        loop.close()
    assert descriptors() == before
    assert not loop.alive()
    loop.close()  # it is closed
    for socket in others:
        with pytest.raises(netuv.StateError, match="The loop is closed"):
            socket.write(b"x")


@pytest.mark.parametrize("what", OBJECTS)
def test_what_a_replaced_method_raises_does_not_stop_the_end_of_asyncio(
    what: str, port: int, monkeypatch: Any, descriptors: Callable[[], set[str]]
) -> None:
    monkeypatch.setattr(Raises, "kind", ValueError)
    before = descriptors()
    reported: list[Any] = []

    async def main() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, c: reported.append(c))
        OBJECTS[what](port)

    asyncio.run(main())
    gc.collect()
    assert descriptors() == before
    assert [str(context["exception"]) for context in reported] == ["mine"]


def test_a_handle_without_a_name_is_named_by_its_class(monkeypatch: Any) -> None:
    loop = netuv.Loop()
    with loop:
        handle = OwnName()
    handle.bind(HOST)
    with pytest.warns(ResourceWarning, match="unclosed <OwnName>"):
        loop.close()
    assert handle.fd == -1


def test_a_forgotten_loop_is_closed_where_warnings_are_errors(
    monkeypatch: Any, descriptors: Callable[[], set[str]]
) -> None:
    results: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", results.append)
    before = descriptors()
    loop = netuv.Loop()
    with loop:
        netuv.create_server().listen(0, HOST)
    loop.run_nowait()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        del loop
        gc.collect()
    assert [entry.exc_type for entry in results] == [ResourceWarning]
    assert descriptors() == before


class Alarm(Exception):
    """What a signal handler raises, or a trace function."""


def interrupted_at(name: str, number: int, function: Callable[[], Any]) -> bool:
    """Calls ``function``; whether an ``Alarm`` came at that line event of netuv's ``name``."""
    seen = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal seen
        if frame.f_code.co_name != name or not frame.f_code.co_filename.startswith(str(PACKAGE)):
            return None
        seen += event == "line"
        if seen == number:
            seen += 1
            raise Alarm
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        function()
    except Alarm:
        return True
    finally:
        sys.settrace(before)
    return False


def connect_once(loop: netuv.Loop, port: int) -> None:
    """A whole connection, as a loop makes it that is in order."""
    connected = []
    with loop:
        socket = netuv.connect(port, HOST)
        socket.write(b"x", lambda: (connected.append(True), socket.destroy()))
    loop.run()
    assert connected == [True]


@no_trace
def test_a_loop_makes_objects_after_an_exception_at_any_step_of_making_one(
    port: int, monkeypatch: Any
) -> None:
    results: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", results.append)
    number, more = 0, True
    while more:
        number += 1
        made: list[netuv.TCP] = []
        with netuv.Loop() as loop:
            more = interrupted_at("register", number, lambda made=made: made.append(netuv.TCP()))
        for handle in made:
            handle.close()
        connect_once(loop, port)
        loop.close()
    assert results == []
    assert number > 3


@no_trace
@pytest.mark.parametrize(
    "name", ["_abandon", "_stop", "_let_go", "let_go", "stop", "remove_listener"]
)
def test_a_loop_closes_after_an_exception_at_any_step_of_an_objects_end(
    name: str, port: int, descriptors: Callable[[], set[str]]
) -> None:
    number, more, before = 0, True, descriptors()
    while more:
        number += 1
        loop = netuv.Loop()
        with loop:
            timer = netuv.set_timeout(print, 60_000)
            handle = netuv.TCP()
            socket = netuv.connect(port, HOST)
            socket.write(b"x")
            netuv.connect(port, HOST).set_timeout(60_000)
        more = interrupted_at(name, number, loop.close)
        loop.close()
        assert not loop.alive() and descriptors() == before
        assert timer.ref() is timer and timer.has_ref()
        assert handle.fd == -1 and socket.ready_state in ("opening", "open")
    assert number > 1
