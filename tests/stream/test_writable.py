"""The writable side, without a network."""

from __future__ import annotations

from typing import Any

import pytest
from support.fake_handle import FakeLoop, FakeSignal, connected

from netuv.stream import Writable


class Slow(Writable):
    """Keeps each write until the test says it is done."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.given: list[bytes] = []
        self.done: Any = None

    def _write(self, chunk: Any, encoding: str, callback: Any) -> None:
        self.given.append(chunk)
        self.done = callback


def test_a_subclass_needs_nothing_but_write(fake: FakeLoop) -> None:
    class Keep(Writable):
        __slots__ = ("kept",)

        def __init__(self) -> None:
            super().__init__()
            self.kept: list[Any] = []

        def _write(self, chunk: Any, encoding: str, callback: Any) -> None:
            self.kept.append((chunk, encoding))
            callback()

    sink = Keep()
    sink.write("a€")
    sink.end(b"b")
    fake.run()
    assert sink.kept == [("a€".encode(), "buffer"), (b"b", "buffer")]
    assert sink.closed


def test_a_written_buffer_may_change_afterwards(fake: FakeLoop) -> None:
    sink = Slow()
    buffer = bytearray(b"abc")
    sink.write(b"first")
    sink.write(buffer)
    buffer[:] = b"xyz"
    sink.done()
    assert sink.given == [b"first", b"abc"]
    assert type(sink.given[1]) is bytes


def test_callbacks_come_once_each_and_in_order(fake: FakeLoop) -> None:
    sink = Slow()
    reported: list[Any] = []
    for name in "abc":
        sink.write(name, lambda error, name=name: reported.append((name, error)))
    while sink.writable_length:
        sink.done()
        fake.run()
    assert reported == [("a", None), ("b", None), ("c", None)]


def test_writev_gets_chunks_with_their_encoding(fake: FakeLoop) -> None:
    seen: list[Any] = []

    def writev(stream: Writable, chunks: list[Any], callback: Any) -> None:
        seen.append([(entry.chunk, entry.encoding) for entry in chunks])
        callback(None)

    sink = Writable(writev=writev, decode_strings=False)
    sink.cork()
    sink.write("a", "latin1")
    sink.write(b"b")
    sink.uncork()
    assert seen == [[("a", "latin1"), (b"b", "buffer")]]


def test_ten_thousand_queued_chunks_need_no_deep_stack(fake: FakeLoop) -> None:
    count = 0

    def write(stream: Writable, chunk: bytes, encoding: str, callback: Any) -> None:
        nonlocal count
        count += 1
        callback()

    sink = Writable(write=write)
    sink.cork()
    for _ in range(10_000):
        sink.write(b"x")
    sink.uncork()
    finished: list[bool] = []
    sink.on("finish", lambda: finished.append(True)).end()
    fake.run()
    assert (count, finished) == (10_000, [True])


def test_write_raises_what_write_raises(fake: FakeLoop) -> None:
    def write(stream: Writable, *_: Any) -> None:
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        Writable(write=write).write(b"x")


def test_a_callback_called_again_later_is_an_error(fake: FakeLoop) -> None:
    sink = Slow()
    errors: list[Any] = []
    sink.on("error", errors.append)
    sink.write(b"a")
    sink.done()
    sink.done()
    fake.run()
    assert [error.code for error in errors] == ["ERR_MULTIPLE_CALLBACK"]


def test_a_throwing_callback_keeps_the_finish(fake: FakeLoop) -> None:
    sink = Slow()
    reported: list[str] = []

    def throw() -> None:
        raise ValueError("mine")

    sink.write(b"a", throw)
    sink.write(b"b", lambda: reported.append("b"))
    with pytest.raises(ValueError, match="mine"):
        sink.done()
    sink.done()
    sink.on("finish", lambda: reported.append("finish")).end()
    fake.run()
    assert reported == ["b", "finish"]


def test_a_throwing_callback_takes_none_of_its_writev_with_it(fake: FakeLoop) -> None:
    kept: list[Any] = []
    sink = Writable(writev=lambda stream, chunks, callback: kept.append(callback))
    reported: list[str] = []

    def throw() -> None:
        raise ValueError("mine")

    sink.cork()
    sink.write(b"a", throw)
    for name in "bc":
        sink.write(name, lambda name=name: reported.append(name))
    sink.uncork()
    with pytest.raises(ValueError, match="mine"):
        kept[0]()
    fake.run()
    assert reported == ["b", "c"]


def test_a_throwing_drain_listener_keeps_the_callbacks(fake: FakeLoop) -> None:
    sink = Slow(high_water_mark=1)
    reported: list[str] = []

    def throw() -> None:
        raise ValueError("mine")

    sink.on("drain", throw)
    sink.write(b"a", lambda: reported.append("a"))
    with pytest.raises(ValueError, match="mine"):
        sink.done()
    sink.on("finish", lambda: reported.append("finish")).end()
    fake.run()
    assert reported == ["a", "finish"]


def test_a_signal_fails_what_waits(fake: FakeLoop) -> None:
    signal = FakeSignal()
    sink = Slow(signal=signal)
    reported: list[Any] = []
    sink.write(b"a")
    sink.write(b"b", reported.append)
    signal.abort()
    sink.done()
    fake.run()
    assert [error.code for error in reported] == ["ABORT_ERR"]


def test_an_unknown_encoding_is_an_error_in_object_mode_too(fake: FakeLoop) -> None:
    with pytest.raises(ValueError, match="Unknown encoding: klingon"):
        Writable(object_mode=True, write=lambda *_: None).write("a", "klingon")


def test_an_object_that_can_be_called_is_an_object_where_a_callback_follows(
    fake: FakeLoop,
) -> None:
    given: list[Any] = []

    def write(stream: Writable, chunk: Any, encoding: str, callback: Any) -> None:
        given.append(chunk)
        callback()

    Writable(object_mode=True, write=write).end(print, None, lambda: None)
    assert given == [print]


# -- on a handle -------------------------------------------------------------------------


def test_a_socket_s_write_is_true_while_the_kernel_takes_all(fake: FakeLoop) -> None:
    socket, handle = connected(fake)
    assert socket.write(bytes(100_000)) is True
    assert len(handle.written) == 100_000


def test_a_socket_s_write_is_false_once_something_is_queued(fake: FakeLoop) -> None:
    socket, handle = connected(fake, room=3)
    drains: list[int] = []
    socket.on("drain", lambda: drains.append(len(handle.written)))
    assert socket.write(b"abcd") is False
    assert socket.write(b"ef") is False
    assert (handle.written, socket.writable_length, socket.bytes_written) == (b"abc", 6, 6)
    handle.make_room(1)
    handle.make_room(2)
    assert (handle.written, drains) == (b"abcdef", [6])
    assert socket.write(b"") is True


def test_what_a_socket_has_queued_goes_in_one_write(fake: FakeLoop) -> None:
    socket, handle = connected(fake)
    calls: list[int] = []
    write = handle.write
    handle.write = lambda chunks: (calls.append(len(chunks)), write(chunks))[1]  # type: ignore[method-assign]
    socket.cork()
    for text in ("a", "b", "c"):
        socket.write(text)
    socket.uncork()
    assert (calls, handle.written) == ([3], b"abc")


def test_a_socket_ends_after_what_is_queued(fake: FakeLoop) -> None:
    socket, handle = connected(fake, room=1)
    reported: list[str] = []
    socket.on("finish", lambda: reported.append("finish"))
    socket.end(b"ab")
    fake.run()
    assert not handle.shut
    handle.make_room(1)
    fake.run()
    assert (handle.written, handle.shut, reported) == (b"ab", True, ["finish"])


def test_a_failed_write_destroys_the_socket(fake: FakeLoop) -> None:
    socket, handle = connected(fake)
    reported: list[Any] = []
    socket.on("error", lambda error: reported.append(error.code))
    socket.on("close", reported.append)
    handle.fails = "EPIPE"
    socket.write("a", lambda error: reported.append(("callback", error.code)))
    fake.run()
    assert reported == [("callback", "EPIPE"), "EPIPE", True]
