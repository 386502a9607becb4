"""finished(): its function, its callback, and streams that end in odd ways."""

from __future__ import annotations

from typing import Any

import pytest
from support.peers import port_of

import netuv
from netuv.stream import Duplex, PassThrough, Readable, Writable, finished, pipeline


@pytest.fixture(autouse=True)
def _own_loop(loop: netuv.Loop) -> None:
    """Every test has a loop of its own."""


def codes(received: list[Any]) -> list[Any]:
    return [getattr(error, "code", error) for error in received]


def test_finished_calls_back_once_when_both_sides_are_over() -> None:
    received: list[Any] = []
    stream = PassThrough()
    finished(stream, received.append)
    stream.end(b"a")
    netuv.run()
    assert received == []
    stream.resume()
    netuv.run()
    assert received == [None]


def test_a_stream_that_is_closed_too_early_is_a_premature_close() -> None:
    received: list[Any] = []
    stream = PassThrough()
    finished(stream, received.append)
    stream.destroy()
    netuv.run()
    assert codes(received) == ["ERR_STREAM_PREMATURE_CLOSE"]


def test_what_finished_returns_ends_the_waiting_and_takes_every_listener_off() -> None:
    received: list[Any] = []
    stream = PassThrough()
    before = {event: stream.listener_count(event) for event in ("end", "finish", "error", "close")}
    stop = finished(stream, received.append)
    stop()
    assert {event: stream.listener_count(event) for event in before} == before
    stream.destroy()
    netuv.run()
    assert received == []


def test_cleanup_takes_the_listeners_off_after_the_call() -> None:
    counts: list[int] = []
    stream = PassThrough()
    before = stream.listener_count("finish")
    finished(stream, lambda error: counts.append(stream.listener_count("finish")), cleanup=True)
    stream.resume()
    stream.end()
    netuv.run()
    assert counts == [before]


def test_a_side_that_is_left_out_is_not_waited_for() -> None:
    received: list[Any] = []
    stream = PassThrough()
    finished(stream, received.append, readable=False)
    stream.end(b"never read")
    netuv.run()
    assert received == [None]


def test_a_stream_that_failed_before_gives_its_error() -> None:
    received: list[Any] = []
    stream = Readable(read=lambda stream, size: None, emit_close=False)
    stream.on("error", lambda error: None)
    stream.destroy(LookupError("bad"))
    netuv.run()
    finished(stream, received.append)
    netuv.run()
    assert [str(error) for error in received] == ["bad"]


def test_a_writable_that_was_ended_before_is_waited_for_no_more_than_in_node() -> None:
    received: list[Any] = []
    held: list[Any] = []
    stream = Writable(
        auto_destroy=False, write=lambda stream, chunk, encoding, callback: held.append(callback)
    )
    stream.end(b"a")
    finished(stream, received.append)
    netuv.run()
    assert received == [None]
    assert not stream.writable_finished


def test_a_refused_connection_ends_it_with_the_error() -> None:
    server = netuv.create_server()
    received: list[Any] = []

    def connect() -> None:
        port = port_of(server)
        server.close(lambda: finished(netuv.connect(port, "127.0.0.1"), received.append))

    server.listen(0, "127.0.0.1", connect)
    netuv.run()
    assert codes(received) == ["ECONNREFUSED"]


class Old(netuv.EventEmitter):
    """An emitter that can be written to, but is no stream of netuv's."""

    def __init__(self) -> None:
        super().__init__()
        self.writable = True
        self.got: list[bytes] = []

    def write(self, chunk: bytes) -> bool:
        self.got.append(chunk)
        return True

    def end(self) -> None:
        self.writable = False
        self.emit("end")


@pytest.mark.usefixtures("loop")
def test_an_emitter_with_write_is_a_stream_for_finished_and_pipeline() -> None:
    reported: list[Any] = []
    old, early = Old(), Old()
    finished(old, lambda error=None: reported.append(error))
    finished(early, lambda error=None: reported.append(error))
    pipeline([b"a", b"b"], old, lambda error=None: reported.append(error))
    early.emit("close")
    netuv.run()
    assert old.got == [b"a", b"b"]
    assert [getattr(error, "code", error) for error in reported] == [
        "ERR_STREAM_PREMATURE_CLOSE",
        None,
        None,
    ]


@pytest.mark.usefixtures("loop")
def test_pipe_needs_no_prepend_listener_of_an_emitter() -> None:
    class Mine(Old):
        prepend_listener = None  # type: ignore[assignment]

    mine = Mine()
    Readable.from_([b"a"]).pipe(mine)
    netuv.run()
    assert mine.got == [b"a"]


def test_a_stream_can_be_asked_before_it_is_made() -> None:
    seen: list[Any] = []

    class Mine(Duplex):
        def __init__(self) -> None:
            self.destroyed = True
            self.readable = True
            self.writable = True
            self.readable_flowing = True
            seen.extend((self.destroyed, self.readable, self.writable, self.closed, self.errored))
            super().__init__(read=lambda stream, size: None)

    assert not Mine().destroyed
    assert seen == [False, False, False, False, None]
