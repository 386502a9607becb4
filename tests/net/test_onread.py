"""The option onread: what is read goes into the user's own buffer."""

from __future__ import annotations

import array
import mmap
import platform
import random
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support import Run
from support.peers import HOST, accept, over_pair, reset

import netuv

Pair = Callable[..., tuple[netuv.Socket, socket.socket]]

cpython_only = pytest.mark.skipif(
    platform.python_implementation() != "CPython", reason="PyPy resizes what is exported"
)


@pytest.fixture
def pair(run: Run) -> Iterator[Pair]:
    """Makes pairs of a netuv socket with onread and its raw peer, connected."""
    peers = []

    def make(buffer: Any, callback: Any) -> tuple[netuv.Socket, socket.socket]:
        made, peer = over_pair(onread={"buffer": buffer, "callback": callback})
        peers.append(peer)
        return made, peer

    yield make
    for peer in peers:
        peer.close()


def where(listener: socket.socket) -> dict[str, Any]:
    """How to connect to a raw listener."""
    return {"port": listener.getsockname()[1], "host": HOST}


def send_in_background(listener: socket.socket, payload: bytes) -> threading.Thread:
    """Accepts one connection and sends it all of ``payload``, then the end."""

    def send() -> None:
        peer, _ = listener.accept()
        with peer:
            peer.sendall(payload)

    thread = threading.Thread(target=send)
    thread.start()
    return thread


def test_what_arrives_is_in_the_user_s_own_buffer(run: Run, pair: Pair) -> None:
    buffer = bytearray(64)
    calls: list[Any] = []
    made, peer = pair(buffer, lambda *args: calls.append((*args, bytes(buffer[: args[0]]))))
    made.on("data", lambda data: calls.append(data))
    peer.sendall(b"hello")
    peer.close()
    run()
    assert calls == [(5, buffer, b"hello")]
    assert calls[0][1] is buffer


@pytest.mark.parametrize("size", [1, 4096, 1 << 20])
def test_all_bytes_come_in_order_through_a_buffer(run: Run, raw: socket.socket, size: int) -> None:
    payload = random.Random(size).randbytes(20_000 if size == 1 else 10_000_000)
    buffer, got, ends = bytearray(size), bytearray(), []

    def keep(count: int, filled: bytearray) -> None:
        with memoryview(filled) as view:
            got.extend(view[:count])
        filled[:count] = b"?" * count

    sender = send_in_background(raw, payload)
    client = netuv.connect(**where(raw), onread={"buffer": buffer, "callback": keep})
    client.on("end", lambda: ends.append(client.bytes_read))
    run()
    sender.join()
    assert got == payload
    assert ends == [len(payload)]


def test_a_large_buffer_is_filled_in_one_read(run: Run, pair: Pair) -> None:
    counts: list[int] = []
    _, peer = pair(bytearray(1 << 20), lambda count, _: counts.append(count))
    peer.setblocking(False)
    sent = peer.send(bytes(150_000))
    peer.close()
    run()
    assert counts == [sent]
    assert sent > 65536


@cpython_only
def test_nothing_is_allocated_for_what_is_read(run: Run, pair: Pair) -> None:
    import tracemalloc

    peaks: list[int] = []
    made, peer = pair(bytearray(1 << 20), lambda count, _: peaks.append(count))
    made.once("close", lambda *_: peaks.append(tracemalloc.get_traced_memory()[1]))
    peer.setblocking(False)
    assert peer.send(bytes(150_000)) > 100_000
    peer.close()
    tracemalloc.start()
    try:
        run()
    finally:
        tracemalloc.stop()
    assert peaks[0] > 100_000
    assert peaks[1] < 50_000


@pytest.mark.parametrize(
    "make",
    [
        lambda: bytearray(8),
        lambda: memoryview(bytearray(8)),
        lambda: memoryview(bytearray(32))[8:16],
        lambda: array.array("I", [0, 0]),
        lambda: mmap.mmap(-1, 8),
    ],
    ids=["bytearray", "memoryview", "slice", "array", "mmap"],
)
def test_any_writable_memory_is_a_buffer(run: Run, pair: Pair, make: Any) -> None:
    buffer, seen = make(), []
    made, peer = pair(buffer, lambda count, filled: seen.append(memoryview(filled).tobytes()))
    peer.sendall(b"12345678")
    peer.close()
    run()
    assert seen == [b"12345678"]
    del made


def test_nothing_is_written_beside_a_slice(run: Run, pair: Pair) -> None:
    memory, counts = bytearray(b"." * 16), []
    _, peer = pair(memoryview(memory)[4:8], lambda count, _: counts.append(count))
    peer.sendall(b"123456")
    peer.close()
    run()
    assert counts == [4, 2]
    assert memory == b"....5634........"


# -- a function that gives the buffer -------------------------------------------------------


def test_a_function_gives_a_buffer_for_each_read(run: Run, pair: Pair) -> None:
    given: list[bytearray] = []
    got: list[Any] = []

    def give() -> bytearray:
        given.append(bytearray(4))
        return given[-1]

    _, peer = pair(give, lambda count, filled: got.append((count, filled)))
    assert len(given) == 1
    peer.sendall(b"one two")
    peer.close()
    run()
    assert [(count, bytes(filled[:count])) for count, filled in got] == [(4, b"one "), (3, b"two")]
    assert [filled for _, filled in got] == given[:2]
    assert len(given) == 3


def test_none_from_the_function_keeps_the_last_buffer(run: Run, pair: Pair) -> None:
    buffer = bytearray(2)
    gives = iter([buffer])
    got: list[Any] = []
    _, peer = pair(lambda: next(gives, None), lambda count, filled: got.append(filled))
    peer.sendall(b"four")
    peer.close()
    run()
    assert [filled is buffer for filled in got] == [True, True]


def test_a_wrong_buffer_later_comes_out_of_run_and_the_last_one_stays(run: Run, pair: Pair) -> None:
    gives: Iterator[Any] = iter([bytearray(4), "text", bytearray(4), None, None])
    got = bytearray()
    _, peer = pair(lambda: next(gives), lambda count, filled: got.extend(filled[:count]))
    peer.sendall(b"one two three")
    peer.close()
    with pytest.raises(TypeError, match="text"):
        run()
    run()
    assert got == b"one two three"


def test_an_exception_of_the_function_leaves_nothing_open(
    run: Run, raw: socket.socket, descriptors: Callable[[], set[str]]
) -> None:
    run()  # the loop has all it needs
    before = descriptors()
    with pytest.raises(ZeroDivisionError):
        netuv.connect(**where(raw), onread={"buffer": lambda: 1 // 0, "callback": print})
    run()
    assert descriptors() == before


def test_an_exception_of_the_function_closes_the_descriptor(run: Run, pair: Pair) -> None:
    ours, peer = socket.socketpair()
    peer.settimeout(10)
    onread = {"buffer": lambda: 1 // 0, "callback": print}
    with peer:
        with pytest.raises(ZeroDivisionError):
            netuv.Socket(fd=ours.detach(), readable=True, onread=onread)
        run()
        assert peer.recv(1) == b""


def test_an_exception_of_the_function_at_a_later_attempt_closes_the_socket(
    run: Run, port: int
) -> None:
    gives = iter([bytearray(4)])
    events: list[str] = []

    def lookup(hostname: str, callback: Any, **_: Any) -> None:
        callback(None, [(HOST, 4), ("::1", 6)])

    client = netuv.connect(
        port=port,
        host="somewhere",
        lookup=lookup,
        auto_select_family=True,
        onread={"buffer": lambda: next(gives), "callback": print},
    )
    client.on("close", lambda had_error: events.append("close"))
    with pytest.raises(StopIteration):
        run()
    run()
    assert events == ["close"]


# -- pausing -----------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", [None, True, 0, ""])
def test_only_false_stops_reading(run: Run, pair: Pair, answer: Any) -> None:
    counts: list[int] = []
    _, peer = pair(bytearray(2), lambda count, _: counts.append(count) or answer)
    peer.sendall(b"12345")
    peer.close()
    run()
    assert counts == [2, 2, 1]


def test_false_stops_reading_until_resume(run: Run, pair: Pair) -> None:
    got: list[Any] = []

    def keep(count: int, filled: bytearray) -> bool:
        got.append(bytes(filled[:count]))
        return False

    made, peer = pair(bytearray(2), keep)
    made.on("end", lambda: got.append("end"))
    peer.sendall(b"12345")
    peer.close()
    run()  # nothing keeps the loop alive that does not read
    assert got == [b"12"]
    assert not made.is_paused()
    for _ in range(3):
        made.resume()
        run()
    assert got == [b"12", b"34", b"5", "end"]


def test_pause_in_the_callback_holds_the_rest_and_the_end(run: Run, pair: Pair) -> None:
    got: list[Any] = []

    def keep(count: int, filled: bytearray) -> None:
        got.append(bytes(filled[:count]))
        made.pause()

    made, peer = pair(bytearray(64), keep)
    made.on("end", lambda: got.append("end"))
    peer.sendall(b"all")
    peer.close()
    run()
    assert got == [b"all"]
    made.resume()
    run()
    assert got == [b"all", "end"]


def pause_with_a_read_on_its_way(run: Run, pair: Pair, got: list[bytes]) -> Any:
    """A socket that another one of its batch has paused before it had its read; and its peer."""
    ends: list[Any] = []

    def keep(name: int) -> Callable[[int, bytearray], None]:
        def callback(count: int, filled: bytearray) -> None:
            got.append(bytes(filled[:count]))
            if len(got) == 1:
                ends.append(name)
                sockets[1 - name].pause()

        return callback

    pairs = [pair(bytearray(8), keep(name)) for name in (0, 1)]
    sockets = [made for made, _ in pairs]
    for name, (_, peer) in enumerate(pairs):
        peer.sendall(b"from %d" % name)
    netuv.set_immediate(netuv.set_immediate, lambda: sockets[ends[0]].destroy())
    run()  # nothing keeps the loop alive that does not read
    assert got == [b"from %d" % ends[0]]
    got.clear()
    return pairs[1 - ends[0]]


def test_a_socket_paused_by_another_of_the_same_batch_keeps_what_it_read(
    run: Run, pair: Pair
) -> None:
    got: list[bytes] = []
    made, peer = pause_with_a_read_on_its_way(run, pair, got)
    made.resume().pause()  # taken back before anything could come
    run()
    assert got == []
    peer.sendall(b"more")
    peer.close()
    made.resume()
    run()
    (first, rest) = got
    assert (first[:-1], rest) == (b"from ", b"more")


def test_what_a_paused_socket_kept_comes_once(run: Run, pair: Pair) -> None:
    got: list[bytes] = []
    made, peer = pause_with_a_read_on_its_way(run, pair, got)
    made.resume()
    netuv.set_immediate(netuv.set_immediate, lambda: made.pause() and made.resume())
    netuv.set_immediate(netuv.set_immediate, lambda: netuv.set_immediate(peer.close))
    run()
    assert len(got) == 1


def test_what_a_paused_socket_kept_is_gone_once_it_is_destroyed(run: Run, pair: Pair) -> None:
    got: list[bytes] = []
    made, _ = pause_with_a_read_on_its_way(run, pair, got)
    made.resume().destroy()
    run()
    assert got == []


def test_what_a_paused_socket_kept_is_not_for_its_next_connection(
    run: Run, pair: Pair, raw: socket.socket
) -> None:
    got: list[bytes] = []
    made, _ = pause_with_a_read_on_its_way(run, pair, got)
    made.destroy()
    run()
    made.on("connect", lambda: accept_and_send(raw, b"again"))
    made.connect(**where(raw))
    made.resume()
    run()
    assert got == [b"again"]


def test_a_socket_paused_in_another_s_end_has_its_own_end_later(run: Run, pair: Pair) -> None:
    got: list[int] = []
    ends: dict[int, netuv.Socket] = {}

    def on_end(name: int) -> None:
        got.append(name)
        ends[1 - name].pause()

    for name in (0, 1):
        ends[name], peer = pair(bytearray(8), print)
        ends[name].on("end", lambda name=name: on_end(name))
        peer.close()
    run()
    assert len(got) == 1
    ends[1 - got[0]].resume()
    run()
    assert sorted(got) == [0, 1]


def test_read_lets_a_paused_socket_read_again(run: Run, pair: Pair) -> None:
    counts: list[int] = []

    def stop(count: int, _: Any) -> bool:
        counts.append(count)
        return len(counts) > 1

    made, peer = pair(bytearray(2), stop)
    peer.sendall(b"12345")
    peer.close()
    run()
    assert counts == [2]
    assert made.read() is None
    run()
    assert counts == [2, 2, 1]


# -- what else happens in the callback ----------------------------------------------------------


def test_nothing_is_read_after_destroy_in_the_callback(run: Run, pair: Pair) -> None:
    calls: list[Any] = []
    made, peer = pair(bytearray(2), lambda count, _: calls.append(count) or made.destroy())
    made.on("close", lambda had_error: calls.append(("close", had_error)))
    peer.sendall(b"12345")
    run()
    assert calls == [2, ("close", False)]


def test_an_exception_of_the_callback_costs_no_byte(run: Run, pair: Pair) -> None:
    got = bytearray()

    def keep(count: int, filled: bytearray) -> None:
        got.extend(filled[:count])
        raise ZeroDivisionError

    _, peer = pair(bytearray(2), keep)
    peer.sendall(b"12345")
    peer.close()
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            run()
    run()
    assert got == b"12345"


def test_connecting_again_in_the_callback_uses_the_new_buffer(run: Run, raw: socket.socket) -> None:
    given: list[bytearray] = []
    got: list[Any] = []

    def give() -> bytearray:
        given.append(bytearray(8))
        return given[-1]

    def keep(count: int, filled: bytearray) -> None:
        got.append(bytes(filled[:count]))
        if len(got) == 1:
            client.destroy()
            client.connect(**where(raw))

    client = netuv.connect(**where(raw), onread={"buffer": give, "callback": keep})
    client.on("connect", lambda: accept_and_send(raw, b"call %d" % len(got)))
    run()
    assert got == [b"call 0", b"call 1"]


def accept_and_send(listener: socket.socket, data: bytes) -> None:
    peer, _ = listener.accept()
    with peer:
        peer.sendall(data)


def test_a_closed_socket_that_connects_again_reads_into_the_same_buffer(
    run: Run, raw: socket.socket
) -> None:
    buffer, got = bytearray(16), []
    onread = {"buffer": buffer, "callback": lambda count, b: got.append(bytes(b[:count]))}
    client = netuv.connect(**where(raw), onread=onread)
    client.on("connect", lambda: accept_and_send(raw, b"again"))
    client.once("close", lambda had_error: client.connect(**where(raw)))
    run()
    assert got == [b"again", b"again"]


def test_an_onread_given_to_connect_replaces_the_socket_s(run: Run, raw: socket.socket) -> None:
    got: list[str] = []
    first = {"buffer": bytearray(8), "callback": lambda *_: got.append("first")}
    second = {"buffer": bytearray(8), "callback": lambda *_: got.append("second")}
    client = netuv.Socket(onread=first)
    client.connect(**where(raw), onread=second)
    client.on("connect", lambda: accept_and_send(raw, b"x"))
    run()
    assert got == ["second"]


def test_a_socket_made_with_onread_reads_so_once_connected(run: Run, raw: socket.socket) -> None:
    got: list[Any] = []
    onread = {"buffer": bytearray(8), "callback": lambda count, b: got.append(bytes(b[:count]))}
    client = netuv.Socket(onread=onread).connect(**where(raw))
    client.on("connect", lambda: accept_and_send(raw, b"hello"))
    run()
    assert got == [b"hello"]


def test_a_unix_socket_reads_into_a_buffer(run: Run, short_path: Path) -> None:
    path, got = str(short_path / "s"), []

    def listener(served: netuv.Socket) -> None:
        served.end(b"over a path")
        server.close()

    def go() -> None:
        onread = {"buffer": bytearray(8), "callback": lambda n, b: got.append(bytes(b[:n]))}
        netuv.connect(path=path, onread=onread)

    server = netuv.create_server(listener).listen(path, go)
    run()
    assert got == [b"over a p", b"ath"]


def test_writing_and_ending_work_as_without_onread(run: Run, pair: Pair) -> None:
    events: list[Any] = []
    made, peer = pair(bytearray(8), lambda count, b: events.append(bytes(b[:count])))
    for event in ("end", "finish", "close"):
        made.on(event, lambda *args, event=event: events.append(event))
    assert made.write(b"ping") is True
    assert peer.recv(16) == b"ping"
    peer.sendall(b"pong")
    peer.shutdown(socket.SHUT_WR)
    run()
    assert peer.recv(16) == b""
    assert events == [b"pong", "end", "finish", "close"]


def test_set_encoding_changes_nothing(run: Run, pair: Pair) -> None:
    got: list[Any] = []
    made, peer = pair(bytearray(8), lambda count, filled: got.append(bytes(filled[:count])))
    made.set_encoding("hex")
    peer.sendall(b"\xc3")
    peer.close()
    run()
    assert got == [b"\xc3"]


def test_bytes_read_counts_what_the_callback_has(run: Run, pair: Pair) -> None:
    counts: list[int] = []
    made, peer = pair(bytearray(2), lambda *_: counts.append(made.bytes_read))
    peer.sendall(b"12345")
    peer.close()
    run()
    assert counts == [2, 4, 5]
    assert made.bytes_read == 5
    assert made.readable_did_read is False


def test_a_reset_is_an_error(run: Run, raw: socket.socket) -> None:
    events: list[str] = []
    client = netuv.connect(**where(raw), onread={"buffer": bytearray(8), "callback": print})
    client.on("connect", lambda: reset_next(raw))
    client.on("error", lambda error: events.append(error.code))
    client.on("close", lambda had_error: events.append(f"close {had_error}"))
    run()
    assert events == ["ECONNRESET", "close True"]


def reset_next(listener: socket.socket) -> None:
    reset(accept(listener))


def test_a_buffer_without_room_is_an_error_once_there_is_something(run: Run, pair: Pair) -> None:
    events: list[Any] = []
    made, peer = pair(bytearray(), print)
    made.on("error", lambda error: events.append((error.code, error.syscall)))
    peer.sendall(b"x")
    run()
    assert events == [("ENOBUFS", "read")]


# -- the buffer's memory ---------------------------------------------------------------------------


@cpython_only
def test_the_buffer_cannot_be_resized_before_the_socket_is_closed(run: Run, pair: Pair) -> None:
    buffer = bytearray(8)
    refused: list[bool] = []

    def resize(*_: Any) -> None:
        try:
            buffer.extend(b"more")
        except BufferError:
            refused.append(True)

    made, peer = pair(buffer, resize)
    with pytest.raises(BufferError):
        buffer.clear()
    peer.sendall(b"x")
    peer.close()
    run()
    assert refused == [True]
    buffer.extend(b"more")
    assert made.destroyed


@pytest.mark.skipif(platform.python_implementation() == "CPython", reason="refused there")
def test_a_buffer_resized_meanwhile_is_used_as_it_is_then(run: Run, pair: Pair) -> None:
    buffer, got = bytearray(2), []
    events: list[str] = []

    def keep(count: int, filled: bytearray) -> None:
        got.append(bytes(filled[:count]))
        if len(got) == 2:
            netuv.next_tick(filled.clear)  # after the handle has it again

    made, peer = pair(buffer, keep)
    made.on("error", lambda error: events.append(error.code))
    buffer.extend(b"more")
    peer.sendall(b"1234567890")
    run()
    assert got == [b"12", b"345678"]
    assert events == ["ENOBUFS"]


@cpython_only
def test_a_memoryview_cannot_be_released_before_the_socket_is_closed(run: Run, pair: Pair) -> None:
    view = memoryview(bytearray(8))
    made, _ = pair(view, print)
    with pytest.raises(BufferError):
        view.release()
    made.destroy()
    run()
    view.release()


@cpython_only
def test_a_buffer_whose_turn_is_over_is_free_again(run: Run, pair: Pair) -> None:
    gives = iter([bytearray(2), bytearray(2), bytearray(2)])
    used: list[bytearray] = []

    def keep(count: int, filled: bytearray) -> None:
        for earlier in used:
            earlier.extend(b"longer")
        used.append(filled)

    _, peer = pair(lambda: next(gives), keep)
    peer.sendall(b"1234")
    peer.close()
    run()
    assert [len(each) for each in used] == [8, 2]


@cpython_only
def test_a_closed_loop_gives_the_buffer_back(pair: Pair, loop: netuv.Loop) -> None:
    buffer = bytearray(8)
    pair(buffer, print)
    loop.close()
    buffer.extend(b"more")


# -- no option ---------------------------------------------------------------------------------


def test_onread_of_none_is_as_if_left_out(run: Run, raw: socket.socket) -> None:
    got: list[bytes] = []
    client = netuv.connect(**where(raw), onread=None)
    client.on("data", got.append)
    client.on("connect", lambda: accept_and_send(raw, b"data"))
    run()
    assert got == [b"data"]


# -- a handle used alone ---------------------------------------------------------------------------


def test_a_handle_alone_reads_into_a_buffer_given_once(run: Run) -> None:
    buffer, got = bytearray(4), []

    def on_read(error: Any, data: Any) -> None:
        assert error is None
        got.append(data if data is None else (type(data), data.obj is buffer, bytes(data)))
        if data is None:
            handle.close()

    ours, peer = socket.socketpair()
    handle = netuv.Pipe()
    handle.open(ours.detach())
    handle.use_user_buffer(buffer)
    handle.read_start(on_read)
    with peer:
        peer.sendall(b"123456")
    run()
    assert got == [(memoryview, True, b"1234"), (memoryview, True, b"56"), None]


def test_a_handle_that_reads_goes_over_to_a_buffer_in_its_callback(run: Run) -> None:
    buffers, got = [bytearray(2), bytearray(3)], []

    def on_read(error: Any, data: Any) -> None:
        if data is None:
            handle.close()
            return
        got.append(bytes(data))
        if buffers:
            handle.use_user_buffer(buffers.pop(0))

    ours, peer = socket.socketpair()
    handle = netuv.Pipe()
    handle.open(ours.detach())
    handle.read_start(on_read)
    with peer:
        peer.sendall(b"0")
        netuv.set_immediate(netuv.set_immediate, lambda: (peer.sendall(b"1234567"), peer.close()))
        run()
    assert got == [b"0", b"12", b"345", b"67"]


@pytest.mark.parametrize("wrong", [b"bytes", 7, memoryview(bytearray(8))[::2]])
def test_a_handle_refuses_what_it_cannot_read_into(run: Run, wrong: Any) -> None:
    handle = netuv.TCP()
    with pytest.raises(TypeError, match="writable, contiguous") as caught:
        handle.use_user_buffer(wrong)
    assert caught.value.code == "ERR_INVALID_ARG_TYPE"  # type: ignore[attr-defined]
    handle.close()
    with pytest.raises(OSError, match="EBADF"):
        handle.use_user_buffer(bytearray(8))
    run()
