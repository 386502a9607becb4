"""Both sides at once, and pipes between streams, without a network."""

from __future__ import annotations

from typing import Any

import pytest
from support.fake_handle import FakeLoop, connected

import netuv
from netuv.stream import Duplex, Readable, Writable


class Echo(Duplex):
    """Gives back what is written; ends when it is ended."""

    def _read(self, size: int) -> None:
        pass

    def _write(self, chunk: Any, encoding: str, callback: Any) -> None:
        self.push(chunk)
        callback()

    def _final(self, callback: Any) -> None:
        self.push(None)
        callback()


def test_a_subclass_reads_and_writes(fake: FakeLoop) -> None:
    echo = Echo()
    got: list[Any] = []
    echo.on("data", got.append)
    for event in ("end", "finish", "close"):
        echo.on(event, lambda event=event: got.append(event))
    echo.write("a")
    echo.end("b")
    fake.run()
    assert got[:2] == [b"a", b"b"]
    assert (sorted(got[2:4]), got[4]) == (["end", "finish"], "close")


def test_a_duplex_with_slots_has_no_others(fake: FakeLoop) -> None:
    class Small(Duplex):
        __slots__ = ("mine",)

    small = Small()
    small.mine = 1
    assert small.mine == 1
    assert isinstance(small, Readable)
    assert isinstance(small, Writable)


def test_a_duplex_can_be_piped_though_a_writable_cannot(fake: FakeLoop) -> None:
    echo = Echo()
    got: list[bytes] = []
    sink = Writable(write=lambda stream, chunk, encoding, done: (got.append(chunk), done()))
    assert echo.pipe(sink) is sink
    echo.end("x")
    fake.run()
    assert (got, sink.closed, echo.closed) == ([b"x"], True, True)


def test_half_open_can_be_set_later(fake: FakeLoop) -> None:
    echo = Echo()
    assert echo.allow_half_open
    echo.allow_half_open = False
    echo.resume()
    echo.push(None)
    fake.run()
    assert (echo.allow_half_open, echo.writable_finished, echo.closed) == (False, True, True)


def test_encoding_is_an_option_of_the_readable_side(fake: FakeLoop) -> None:
    echo = Duplex(
        encoding="hex",
        default_encoding="latin1",
        read=lambda stream, size: None,
        write=lambda stream, chunk, encoding, done: (stream.push(chunk), done()),
    )
    echo.write("\xe9")
    assert echo.read() == "e9"


def test_only_what_has_write_is_a_destination(fake: FakeLoop) -> None:
    with pytest.raises(TypeError) as caught:
        Echo().pipe(object())
    assert caught.value.code == "ERR_INVALID_ARG_TYPE"  # type: ignore[attr-defined]


def test_a_pipe_loses_and_doubles_nothing_under_backpressure(fake: FakeLoop) -> None:
    sent = [bytes([number]) * 3 for number in range(100)]
    chunks = iter([*sent, None])
    got: list[bytes] = []
    most = 0

    def write(stream: Writable, chunk: bytes, encoding: str, done: Any) -> None:
        nonlocal most
        most = max(most, stream.writable_length)
        got.append(chunk)
        fake.set_immediate(done)

    source = Readable(high_water_mark=9, read=lambda stream, size: stream.push(next(chunks)))
    sink = Writable(high_water_mark=6, write=write)
    source.pipe(sink)
    fake.run()
    assert b"".join(got) == b"".join(sent)
    assert most <= 9  # the mark, and the chunk that reached it
    assert (source.closed, sink.closed) == (True, True)


def test_a_pipe_to_an_object_with_write_and_on_works(fake: FakeLoop) -> None:
    class Own(netuv.EventEmitter):
        got = b""

        def write(self, chunk: bytes) -> bool:
            self.got += chunk
            return True

        def end(self) -> None:
            self.got += b"."

    own = Own()
    source = Readable(read=lambda stream, size: None)
    source.pipe(own)
    source.push("ab")
    source.push(None)
    fake.run()
    assert own.got == b"ab."


def test_the_same_destination_twice_gets_everything_twice(fake: FakeLoop) -> None:
    got: list[bytes] = []
    sink = Writable(write=lambda stream, chunk, encoding, done: (got.append(chunk), done()))
    source = Readable(read=lambda stream, size: None)
    source.pipe(sink)
    source.pipe(sink)
    source.push("a")
    fake.run()
    assert got == [b"a", b"a"]
    source.unpipe(sink)
    source.push("b")
    fake.run()
    assert got == [b"a", b"a", b"b"]


# -- on a handle -------------------------------------------------------------------------


def test_a_socket_answers_the_peer_s_end_with_its_own(fake: FakeLoop) -> None:
    socket, handle = connected(fake)
    reported: list[Any] = []
    socket.on("end", lambda: reported.append("end")).on("close", reported.append)
    socket.resume()
    fake.run()
    handle.feed_end()
    fake.run()
    assert (reported, handle.shut, handle.stream_id) == (["end", False], True, None)


def test_a_half_open_socket_writes_after_the_peer_s_end(fake: FakeLoop) -> None:
    socket, handle = connected(fake, allow_half_open=True)
    socket.resume()
    fake.run()
    handle.feed_end()
    fake.run()
    assert not handle.shut
    socket.end("late")
    fake.run()
    assert (handle.written, handle.stream_id) == (b"late", None)


def test_a_socket_pipes_into_a_stream_and_waits_for_it(fake: FakeLoop) -> None:
    socket, handle = connected(fake, high_water_mark=4)
    waiting: list[Any] = []
    got: list[bytes] = []
    sink = Writable(
        high_water_mark=2,
        write=lambda stream, chunk, encoding, done: (got.append(chunk), waiting.append(done)),
    )
    socket.pipe(sink)
    fake.run()
    handle.feed(b"abcde")
    assert socket.is_paused()
    handle.feed(b"fghi")
    assert not handle.reading
    while waiting:
        waiting.pop(0)()
        fake.run()
    assert (b"".join(got), handle.reading) == (b"abcdefghi", True)
