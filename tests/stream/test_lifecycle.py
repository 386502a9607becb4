"""The table of _state.py, walked on a real stream; and what is beside it."""

from __future__ import annotations

from typing import Any

import pytest
from support.fake_handle import FakeHandle, FakeLoop, connected

import netuv
from netuv.stream import Duplex
from netuv.stream._state import CONSTRUCTING, TRANSITIONS, Transition

EVENTS = ("prefinish", "finish", "end", "error", "close")
STATES = {"constructing", "open", "ended", "finished", "destroyed", "closed"}


class Walker:
    """A stream in one of the table's states, and what it emits from there on."""

    def __init__(self, loop: FakeLoop, state: str) -> None:
        self.loop = loop
        self.constructed: Any = None
        options = {"construct": self.keep} if state == "constructing" else {}
        self.stream = Duplex(
            read=lambda stream, size: None,
            write=lambda stream, chunk, encoding, done: done(),
            **options,  # type: ignore[arg-type]
        )
        self.stream.on("error", lambda error: None)
        self.stream.resume()
        loop.run()
        self.enter(state)
        assert self.state() == state
        self.events: list[str] = []
        for event in EVENTS:
            self.stream.on(event, lambda *_, event=event: self.events.append(event))

    def keep(self, stream: Duplex, callback: Any) -> None:
        self.constructed = callback

    def enter(self, state: str) -> None:
        way = {"ended": "end of input", "finished": "end of output", "closed": "destroy"}
        if state in way:
            self.do(way[state])

    def do(self, what: str) -> None:
        stream = self.stream
        steps = {
            "constructed": lambda: self.constructed(),
            "construct fails": lambda: self.constructed(OSError(1, "x")),
            "destroy": lambda: stream.destroy(),
            "destroy with error": lambda: stream.destroy(OSError(1, "x")),
            "end of input": lambda: stream.push(None),
            "end of output": lambda: stream.end(),
        }
        steps[what]()
        if what == "destroy" and self.constructed is not None:
            self.constructed()
        self.loop.run()

    def state(self) -> str:
        stream = self.stream
        if stream.closed:
            return "closed"
        if stream.destroyed:
            return "destroyed"
        if self.constructed is not None and stream._flags & CONSTRUCTING:
            return "constructing"
        if stream.readable_ended:
            return "ended"
        return "finished" if stream.writable_finished else "open"


@pytest.mark.parametrize("row", TRANSITIONS, ids=lambda row: f"{row.before}, {row.what}")
def test_each_row_of_the_table_is_what_happens(fake: FakeLoop, row: Transition) -> None:
    walker = Walker(fake, row.before)
    walker.do(row.what)
    assert (walker.state(), tuple(walker.events)) == (row.after, row.events)


def test_the_table_names_only_known_states_and_each_transition_once(fake: FakeLoop) -> None:
    assert {row.before for row in TRANSITIONS} | {row.after for row in TRANSITIONS} <= STATES
    assert len({(row.before, row.what) for row in TRANSITIONS}) == len(TRANSITIONS)


@pytest.mark.parametrize("what", ["end of input", "end of output"])
def test_nothing_happens_after_closing(fake: FakeLoop, what: str) -> None:
    walker = Walker(fake, "closed")
    walker.do(what)
    assert (walker.state(), walker.events) == ("closed", [])


def test_while_it_is_destroyed_a_stream_is_not_closed_yet(fake: FakeLoop) -> None:
    kept: list[Any] = []
    stream = Duplex(destroy=lambda stream, error, callback: kept.append((error, callback)))
    closes: list[bool] = []
    stream.on("close", lambda: closes.append(True))
    stream.destroy()
    fake.run()
    assert (stream.destroyed, stream.closed, closes) == (True, False, [])
    kept[0][1]()
    fake.run()
    assert (stream.closed, closes, kept[0][0]) == (True, [True], None)


def test_an_error_of_construct_does_not_hide_the_one_given_to_destroy(fake: FakeLoop) -> None:
    kept: list[Any] = []
    stream = Duplex(construct=lambda stream, callback: kept.append(callback))
    errors: list[BaseException] = []
    stream.on("error", errors.append)
    first, second = OSError(1, "first"), OSError(2, "second")
    fake.run()
    stream.destroy(first)
    kept[0](second)
    fake.run()
    assert errors == [first]
    assert first.__context__ is second


def test_a_throwing_error_listener_does_not_keep_the_close_back(fake: FakeLoop) -> None:
    stream = Duplex()
    reported: list[str] = []

    def throw(error: BaseException) -> None:
        raise LookupError("mine")

    stream.on("error", throw).on("close", lambda: reported.append("close"))
    stream.destroy(OSError(1, "x"))
    with pytest.raises(LookupError, match="mine"):
        fake.run()
    assert reported == ["close"]


# -- on a handle -------------------------------------------------------------------------


def watched(fake: FakeLoop, room: int = 1 << 30) -> tuple[netuv.Socket, FakeHandle, list[Any]]:
    socket, handle = connected(fake, room)
    reported: list[Any] = []
    socket.on("error", lambda error: reported.append(error.code)).on("close", reported.append)
    return socket, handle, reported


def test_a_socket_s_close_waits_for_its_handle(fake: FakeLoop) -> None:
    socket, handle, reported = watched(fake)
    socket.destroy()
    fake.run_ticks()
    assert (socket.destroyed, reported) == (True, [])
    fake.run()
    assert reported == [False]


def test_destroying_fails_the_write_the_kernel_has_not_taken(fake: FakeLoop) -> None:
    socket, handle, reported = watched(fake, room=1)
    for text in ("ab", "c"):
        socket.write(text, lambda error, text=text: reported.append((text, error.code)))
    socket.destroy()
    fake.run()
    assert reported == [("ab", "ERR_STREAM_DESTROYED"), ("c", "ERR_STREAM_DESTROYED"), False]


def test_no_timeout_comes_after_the_end(fake: FakeLoop) -> None:
    socket = netuv.Socket()
    reported: list[str] = []
    socket.set_timeout(50, lambda: reported.append("timeout"))
    socket.destroy()
    fake.run()
    fake.advance(100)
    assert (reported, fake.timers) == ([], [])
