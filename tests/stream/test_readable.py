"""The readable side, without a network."""

from __future__ import annotations

from typing import Any

import pytest
from support.fake_handle import FakeLoop, FakeSignal, connected

import netuv
from netuv.stream import Readable


def silent(**options: Any) -> Readable:
    return Readable(read=lambda stream, size: None, **options)


def test_a_subclass_needs_nothing_but_read(fake: FakeLoop) -> None:
    class Count(Readable):
        __slots__ = ("n",)

        def __init__(self) -> None:
            super().__init__()
            self.n = 0

        def _read(self, size: int) -> None:
            self.n += 1
            self.push(b"%d" % self.n if self.n < 4 else None)

    got: list[bytes] = []
    Count().on("data", got.append)
    fake.run()
    assert b"".join(got) == b"123"


def test_a_subclass_without_slots_has_its_own_attributes(fake: FakeLoop) -> None:
    class Named(Readable):
        def __init__(self, name: str) -> None:
            super().__init__(high_water_mark=5)
            self.name = name

        def _read(self, size: int) -> None:
            self.push(f"{self.name}{size}")
            self.push(None)

    assert Named("x").on("data", lambda chunk: None).read() == b"x5"


def test_an_option_function_gets_the_stream_first(fake: FakeLoop) -> None:
    seen: list[Any] = []
    stream = Readable(high_water_mark=7, read=lambda *args: seen.append(args))
    stream.read()
    assert seen == [(stream, 7)]


def test_a_hook_assigned_later_is_called(fake: FakeLoop) -> None:
    stream = silent()
    seen: list[int] = []
    stream._read = seen.append  # type: ignore[method-assign]
    stream.read()
    assert seen == [16384]


def test_what_cannot_be_called_is_no_hook(fake: FakeLoop) -> None:
    with pytest.raises(TypeError, match=r"options\.read.*of type function") as caught:
        Readable(read=3)  # type: ignore[arg-type]
    assert caught.value.code == "ERR_INVALID_ARG_TYPE"  # type: ignore[attr-defined]


def test_an_unknown_option_is_a_type_error(fake: FakeLoop) -> None:
    with pytest.raises(TypeError):
        Readable(highwatermark=3)  # type: ignore[call-arg]


def test_an_option_that_is_none_is_as_if_left_out(fake: FakeLoop) -> None:
    stream = Readable(
        high_water_mark=None, encoding=None, object_mode=None, emit_close=None, auto_destroy=None
    )
    assert stream.readable_high_water_mark == 16384
    assert not stream.readable_object_mode
    closed: list[bool] = []
    stream.on("close", lambda: closed.append(True)).destroy()
    fake.run()
    assert closed


def test_data_for_a_flowing_stream_is_emitted_within_push(fake: FakeLoop) -> None:
    stream = silent()
    got: list[bytes] = []
    stream.on("data", got.append)
    fake.run()
    stream.push(b"now")
    assert got == [b"now"]


def test_a_pushed_buffer_may_change_afterwards(fake: FakeLoop) -> None:
    stream = silent()
    buffer = bytearray(b"abc")
    stream.push(buffer)
    buffer[:] = b"xyz"
    assert stream.read() == b"abc"


def test_a_buffer_of_larger_items_is_pushed_as_its_bytes(fake: FakeLoop) -> None:
    stream = silent()
    stream.push(memoryview(b"abcd").cast("H"))
    assert (stream.readable_length, stream.read()) == (4, b"abcd")


def test_a_partly_read_chunk_is_not_copied(fake: FakeLoop) -> None:
    stream = silent()
    chunk = bytes(range(100))
    stream.push(chunk)
    for number in range(50):
        assert stream.read(1) == bytes([number])
    assert stream._read_queue.chunks[0] is chunk  # many small reads stay linear
    assert (stream.readable_length, stream.read()) == (50, chunk[50:])


def test_an_unshift_into_a_half_read_chunk_keeps_the_order(fake: FakeLoop) -> None:
    stream = silent()
    stream.push(b"abcdef")
    assert stream.read(2) == b"ab"
    stream.unshift(b"XY")
    assert stream.readable_length == 6
    assert stream.read() == b"XYcdef"


def test_an_encoding_set_on_a_half_read_chunk_decodes_the_rest(fake: FakeLoop) -> None:
    stream = silent()
    stream.push("x€y".encode())
    stream.read(1)
    stream.set_encoding("utf8")
    assert (stream.readable_length, stream.read()) == (2, "€y")


def test_bytes_put_back_into_a_stream_of_text_are_text(fake: FakeLoop) -> None:
    stream = silent(encoding="utf8")
    stream.push("b")
    stream.unshift("€".encode())
    assert stream.read() == "€b"


@pytest.mark.parametrize(
    ("size", "mark"), [("1", 1), ("1.0", 1), (1.0, 1), (1.9, 1), (" 5px", 8), (1, 1)]
)
def test_a_size_is_read_as_node_s_parse_int_does(fake: FakeLoop, size: Any, mark: int) -> None:
    stream = Readable(read=lambda stream, size: None, high_water_mark=0)
    assert stream.read(size) is None
    assert stream.readable_high_water_mark == mark


@pytest.mark.parametrize("size", ["all", True, float("nan"), float("inf"), [], "", None])
def test_a_size_that_is_no_number_is_none_at_all(fake: FakeLoop, size: Any) -> None:
    stream = silent()
    stream.push(b"abc")
    assert stream.read(size) == b"abc"


def test_an_exception_of_read_destroys(fake: FakeLoop) -> None:
    def broken(stream: Readable, size: int) -> None:
        raise LookupError("gone")

    stream = Readable(read=broken)
    errors: list[BaseException] = []
    stream.on("error", errors.append)
    stream.read()
    fake.run()
    assert [str(error) for error in errors] == ["gone"]


def test_a_keyboard_interrupt_in_read_leaves_the_stream_usable(fake: FakeLoop) -> None:
    raised = iter([True])

    def read(stream: Readable, size: int) -> None:
        if next(raised, False):
            raise KeyboardInterrupt

    stream = Readable(read=read)
    with pytest.raises(KeyboardInterrupt):
        stream.read()
    got: list[bytes] = []
    stream.on("data", got.append)
    fake.run()
    stream.push(b"on")  # emitted at once: the interrupted _read is over
    assert (got, stream.destroyed) == ([b"on"], False)


def test_a_signal_destroys_with_an_abort_error(fake: FakeLoop) -> None:
    signal = FakeSignal()
    stream = silent(signal=signal)
    events: list[str] = []
    stream.on("close", lambda: events.append("close"))
    signal.abort("enough")
    fake.run()
    error = stream.errored
    assert isinstance(error, netuv.AbortError)
    assert (str(error), error.code, error.cause) == (
        "The operation was aborted",
        "ABORT_ERR",
        "enough",
    )
    assert events == ["close"]


def test_a_signal_s_exception_is_the_cause(fake: FakeLoop) -> None:
    signal, reason = FakeSignal(), ValueError("why")
    signal.abort(reason)
    error = silent(signal=signal).errored
    assert error is not None
    assert error.__cause__ is reason


@pytest.mark.parametrize("how", ["end", "destroy", "fail"])
def test_a_stream_that_is_over_lets_go_of_its_signal(fake: FakeLoop, how: str) -> None:
    signal = FakeSignal()
    stream = silent(signal=signal).resume()
    fake.run()
    assert len(signal.listeners) == 1
    if how == "end":
        stream.push(None)
    else:
        stream.destroy(Exception("x") if how == "fail" else None)
    fake.run()
    assert signal.listeners == []


def test_what_is_no_signal_is_refused(fake: FakeLoop) -> None:
    with pytest.raises(TypeError, match="AbortSignal"):
        silent(signal=3)


def test_the_default_marks_can_be_set(fake: FakeLoop) -> None:
    from netuv._util import validators as options

    before = [options.get_default_high_water_mark(mode) for mode in (False, True)]
    try:
        options.set_default_high_water_mark(False, 5)
        options.set_default_high_water_mark(True, 3)
        assert silent().readable_high_water_mark == 5
        assert silent(object_mode=True).readable_high_water_mark == 3
        assert netuv.Socket().readable_high_water_mark == 5
    finally:
        for mode, value in zip((False, True), before):
            options.set_default_high_water_mark(mode, value)
    for wrong in (-1, 1.5, "x", None):
        with pytest.raises((TypeError, ValueError)):
            options.set_default_high_water_mark(False, wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", [float("inf"), float("nan"), 2**53])
def test_a_default_mark_is_a_number_that_can_be_counted_to(wrong: Any) -> None:
    before = netuv.stream.get_default_high_water_mark(False)
    with pytest.raises(ValueError, match=r'value of "value" is out of range') as raised:
        netuv.stream.set_default_high_water_mark(False, wrong)
    assert raised.value.code == "ERR_OUT_OF_RANGE"  # type: ignore[attr-defined]
    assert netuv.stream.get_default_high_water_mark(False) == before


# -- on a handle -------------------------------------------------------------------------


def test_the_only_data_listener_of_a_socket_is_the_sink_itself(fake: FakeLoop) -> None:
    socket, handle = connected(fake)

    def listener(chunk: bytes) -> None:
        pass

    socket.on("data", listener)
    fake.run()
    assert fake._slots.sinks[0] is listener
    socket.pause()
    assert fake._slots.sinks[0] is not listener
    socket.resume()
    fake.run()
    assert fake._slots.sinks[0] is listener
    socket.set_encoding("utf8")
    assert fake._slots.sinks[0] is not listener


def test_a_socket_counts_what_the_fast_path_has_emitted(fake: FakeLoop) -> None:
    socket, handle = connected(fake)
    assert not socket.readable_did_read
    got: list[bytes] = []
    socket.on("data", got.append)
    fake.run()
    handle.feed(b"fast")
    assert (got, socket.readable_did_read) == ([b"fast"], True)


def test_a_socket_nobody_reads_stops_reading_at_its_mark(fake: FakeLoop) -> None:
    socket, handle = connected(fake, high_water_mark=4)
    handle.feed(b"ab")
    assert handle.reading
    handle.feed(b"cde")
    assert not handle.reading
    got: list[bytes] = []
    socket.on("data", got.append)
    fake.run()
    assert (b"".join(got), handle.reading) == (b"abcde", True)


def test_a_paused_socket_takes_no_more_than_was_read_already(fake: FakeLoop) -> None:
    socket, handle = connected(fake, high_water_mark=2)
    got: list[bytes] = []
    socket.on("data", got.append)
    fake.run()
    socket.pause()
    handle.feed(b"late")
    assert (got, socket.readable_length, handle.reading) == ([], 4, False)


def test_the_idle_timeout_comes_by_the_clock(fake: FakeLoop) -> None:
    socket, handle = connected(fake)
    reported: list[float] = []
    socket.set_timeout(100, lambda: reported.append(fake.time))
    fake.advance(99)
    assert reported == []
    fake.advance(1)
    assert reported == [100]
