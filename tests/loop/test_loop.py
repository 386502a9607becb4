"""The loop: exceptions, threads, timers, ticks and immediates."""

from __future__ import annotations

import gc
import platform
import socket
import sys
import threading
import time
import warnings
from collections.abc import Callable
from typing import Any

import pytest
from support import Run
from support.peers import HOST, raw_client

import netuv

# -- run() ----------------------------------------------------------------------------


def test_run_returns_at_once_when_there_is_nothing_to_do(run: Run) -> None:
    begin = time.monotonic()
    run()
    assert time.monotonic() - begin < 5


def test_run_again_goes_on_with_the_rest_of_the_batch(run: Run) -> None:
    received: list[bytes] = []

    def serve(served: netuv.Socket) -> None:
        @served.on("data")
        def _(data: bytes) -> None:
            received.append(data)
            served.end(data)
            raise LookupError(data.decode())

    server = netuv.create_server(serve).listen(0)
    peers = [raw_client(server) for _ in range(6)]
    for number, peer in enumerate(peers):
        peer.sendall(b"%d" % number)
        peer.shutdown(socket.SHUT_WR)
    raised = []
    for _ in peers:
        with pytest.raises(LookupError) as caught:
            run()
        raised.append(str(caught.value).encode())
    server.close()
    run()
    assert sorted(received) == sorted(raised) == [b"%d" % number for number in range(6)]
    assert [peer.recv(10) for peer in peers] == [b"%d" % number for number in range(6)]
    for peer in peers:
        peer.close()


def test_an_exception_leaves_ticks_immediates_and_timers_to_the_next_run(run: Run) -> None:
    received: list[str] = []

    @netuv.next_tick
    def _() -> None:
        netuv.next_tick(received.append, "tick")
        netuv.set_immediate(received.append, "immediate")
        netuv.set_timeout(received.append, 200, "timer")
        raise LookupError("out of a tick")

    with pytest.raises(LookupError):
        run()
    assert received == []
    run()
    assert received == ["tick", "immediate", "timer"]


def test_run_inside_run_is_refused(run: Run, loop: netuv.Loop) -> None:
    errors = []

    @netuv.set_immediate
    def _() -> None:
        for call in (netuv.run, loop.run):
            with pytest.raises(netuv.StateError) as caught:
                call()
            errors.append(caught.value.code)

    run()
    assert errors == ["ERR_LOOP_RUNNING", "ERR_LOOP_RUNNING"]


def test_run_inside_a_data_listener_is_refused_and_harmless(run: Run, loop: netuv.Loop) -> None:
    errors: list[str] = []
    received: list[bytes] = []

    @netuv.create_server
    def server(served: netuv.Socket) -> None:
        @served.on("data")
        def _(data: bytes) -> None:
            received.append(data)
            with pytest.raises(netuv.StateError) as caught:
                loop.run()
            errors.append(caught.value.code)

    server.listen(0)
    peers = [raw_client(server) for _ in range(3)]
    for peer in peers:
        peer.sendall(b"x")
        peer.close()
    server.close()
    run()
    # close() came before the loop accepted: the kernel may have dropped them
    assert len(received) == len(errors) <= 3


def test_a_closed_loop_refuses_use() -> None:
    loop = netuv.Loop()
    loop.close()
    with pytest.raises(netuv.StateError) as caught:
        loop.run()
    assert caught.value.code == "ERR_LOOP_CLOSED"


def test_closing_a_loop_twice_is_harmless() -> None:
    loop = netuv.Loop()
    loop.close()
    loop.close()
    with pytest.raises(netuv.StateError):
        loop.run()


def test_a_loop_cannot_be_closed_while_it_runs(run: Run, loop: netuv.Loop) -> None:
    errors = []

    @netuv.set_immediate
    def _() -> None:
        with pytest.raises(netuv.StateError) as caught:
            loop.close()
        errors.append(caught.value.code)

    run()
    assert errors == ["ERR_LOOP_RUNNING"]


def test_closing_a_loop_closes_what_is_open_quietly(descriptors: Callable[[], set[str]]) -> None:
    gc.collect()  # what earlier tests have left is not closed meanwhile
    before = descriptors()
    received: list[str] = []
    loop = netuv.Loop()
    with loop:
        server = netuv.create_server().listen(0)
        server.on("close", lambda: received.append("close"))
        netuv.set_timeout(received.append, 1, "timer")
        assert len(descriptors()) > len(before)
    loop.close()
    del server
    assert descriptors() <= before
    assert received == []


def test_a_loop_left_open_as_garbage_is_a_resource_warning() -> None:
    def leave() -> None:
        loop = netuv.Loop()
        with loop:
            netuv.create_server().listen(0)

    with pytest.warns(ResourceWarning):
        leave()
        gc.collect()


def test_a_closed_loop_as_garbage_is_silent(descriptors: Callable[[], set[str]]) -> None:
    before = descriptors()

    def leave() -> None:
        loop = netuv.Loop()
        with loop:
            netuv.create_server().listen(0)
        loop.close()

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        leave()
        gc.collect()
    assert descriptors() == before


def test_an_object_belongs_to_the_loop_current_when_it_was_made(run: Run) -> None:
    other = netuv.Loop()
    received: list[str] = []
    with other:
        netuv.set_immediate(received.append, "other")
        assert netuv.get_loop() is not None
    netuv.set_immediate(received.append, "mine")
    run()
    assert received == ["mine"]
    other.run()
    assert received == ["mine", "other"]
    other.close()


def test_a_loop_is_current_inside_its_own_run(run: Run) -> None:
    other = netuv.Loop()
    current: list[netuv.Loop] = []
    with other:
        netuv.set_immediate(lambda: current.append(netuv.get_loop()))
    other.run()
    assert current == [other]
    other.close()


# -- threads --------------------------------------------------------------------------


def in_thread(work: Callable[[], Any]) -> Any:
    """What `work` returns in another thread, or the exception it raises."""
    result: list[Any] = []

    def target() -> None:
        try:
            result.append(work())
        except Exception as error:
            result.append(error)

    thread = threading.Thread(target=target)
    thread.start()
    thread.join(30)
    assert not thread.is_alive()
    return result[0]


def test_a_call_from_another_thread_is_refused(run: Run, loop: netuv.Loop) -> None:
    server = netuv.create_server().listen(0)
    client = netuv.connect(server.address().port, HOST)

    @client.on("connect")
    def _() -> None:
        for call in (
            lambda: client.write(b"x"),
            lambda: client.destroy(),
            lambda: server.close(),
            lambda: client.set_no_delay(),
            loop.run,
        ):
            error = in_thread(call)
            assert isinstance(error, netuv.StateError)
            assert error.code == "ERR_WRONG_THREAD"
        assert not client.destroyed
        assert server.listening
        client.destroy()
        server.close()

    server.on("connection", lambda served: served.resume())
    run()
    assert client.destroyed


def test_call_soon_threadsafe_wakes_an_idle_loop(run: Run, loop: netuv.Loop) -> None:
    server = netuv.create_server().listen(0)
    received: list[Any] = []

    def close(*args: Any) -> None:
        received.append((args, threading.get_ident()))
        server.close()

    thread = threading.Thread(target=loop.call_soon_threadsafe, args=(close, 1, "two"))
    netuv.set_timeout(thread.start, 20)
    run()
    thread.join()
    assert received == [((1, "two"), threading.get_ident())]


def test_call_soon_threadsafe_loses_nothing_and_keeps_each_thread_s_order(
    run: Run, loop: netuv.Loop
) -> None:
    received: list[tuple[int, int]] = []
    server = netuv.create_server().listen(0)

    def arrive(thread: int, number: int) -> None:
        received.append((thread, number))
        if len(received) == 4000:
            server.close()

    def work(thread: int) -> None:
        for number in range(1000):
            loop.call_soon_threadsafe(arrive, thread, number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    run()
    for thread in threads:
        thread.join()
    for number in range(4):
        assert [n for t, n in received if t == number] == list(range(1000))


def test_call_soon_threadsafe_of_a_closed_loop_is_refused() -> None:
    loop = netuv.Loop()
    loop.close()
    with pytest.raises(netuv.StateError) as caught:
        loop.call_soon_threadsafe(print)
    assert caught.value.code == "ERR_LOOP_CLOSED"


def test_a_thread_that_ends_closes_its_loop(
    descriptors: Callable[[], set[str]],
) -> None:
    def work() -> netuv.Loop:
        netuv.create_server().listen(0)
        return netuv.get_loop()

    before = descriptors()
    left = in_thread(work)
    assert descriptors() == before
    with pytest.raises(netuv.StateError) as raised:
        left.call_soon_threadsafe(print)
    assert raised.value.code == "ERR_LOOP_CLOSED"


def test_each_thread_has_a_loop_of_its_own() -> None:
    loops: list[netuv.Loop] = []

    def work() -> str:
        loops.append(netuv.get_loop())
        assert netuv.get_loop() is loops[-1]
        received: list[str] = []
        netuv.set_timeout(received.append, 1, "timer")
        netuv.run()
        netuv.get_loop().close()
        return received[0]

    assert in_thread(work) == "timer"
    assert in_thread(work) == "timer"
    assert loops[0] is not loops[1]


def test_loops_in_several_threads_echo_side_by_side() -> None:
    def work() -> bytes:
        everything: list[bytes] = []
        server = netuv.create_server(lambda served: served.pipe(served), allow_half_open=True)
        server.listen(0)
        client = netuv.connect(server.address().port, HOST)
        client.on("data", everything.append)
        client.on("close", lambda had_error: server.close())
        for number in range(200):
            client.write(b"%d " % number)
        client.end()
        netuv.run()
        netuv.get_loop().close()
        return b"".join(everything)

    results: list[Any] = []
    threads = [threading.Thread(target=lambda: results.append(in_thread(work))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert results == [b"".join(b"%d " % number for number in range(200))] * 4


def test_other_threads_run_while_a_loop_polls(run: Run) -> None:
    progress = []

    def work() -> None:
        for number in range(50):
            time.sleep(0.001)
            progress.append(number)

    thread = threading.Thread(target=work)
    netuv.set_timeout(lambda: seen.append(len(progress)), 500)
    seen: list[int] = []
    thread.start()
    run()
    thread.join()
    assert seen[0] > 10


@pytest.mark.skipif(
    platform.python_implementation() != "CPython", reason="how CPython's lock is given up"
)
def test_a_call_that_does_not_wait_lets_no_other_thread_in(run: Run) -> None:
    progress: list[int] = []
    stop = threading.Event()

    def work() -> None:  # wants the lock all the time, and gives it up in every round
        while not stop.is_set():
            progress.append(1)
            time.sleep(0)

    def serve(served: netuv.Socket) -> None:
        before = len(progress)
        for _ in range(1000):
            served.write(b"x")
            served.pause()
            served.resume()
            timer = netuv.set_timeout(print, 1000)
            timer.refresh()
            netuv.clear_timeout(timer)
        meanwhile.append(len(progress) - before)
        served.destroy_soon()
        server.close()

    meanwhile: list[int] = []
    server = netuv.create_server(serve).listen(0)
    interval = sys.getswitchinterval()
    thread = threading.Thread(target=work)
    thread.start()
    try:
        sys.setswitchinterval(100)  # seconds: nobody is made to give the lock up
        with raw_client(server) as peer:
            run()
            assert peer.recv(4) == b"xxxx"
    finally:
        sys.setswitchinterval(interval)
        stop.set()
        thread.join(30)
    assert meanwhile == [0]


# -- timers ---------------------------------------------------------------------------


def test_a_timer_is_never_early(run: Run) -> None:
    begin = time.monotonic()
    seen = []
    netuv.set_timeout(lambda: seen.append(time.monotonic() - begin), 50)
    run()
    assert 0.049 <= seen[0] < 10


def test_an_unreferenced_timer_does_not_hold_the_loop(run: Run) -> None:
    received: list[str] = []
    timer = netuv.set_timeout(received.append, 10_000, "never").unref()
    assert not timer.has_ref()
    begin = time.monotonic()
    run()
    assert time.monotonic() - begin < 5
    assert received == []


def test_an_interval_beats_until_cleared(run: Run) -> None:
    beats = []

    def beat(name: str) -> None:
        beats.append(name)
        if len(beats) == 5:
            netuv.clear_interval(interval)

    interval = netuv.set_interval(beat, 1, "beat")
    run()
    assert beats == ["beat"] * 5


def test_clear_timeout_clears_intervals_and_the_other_way_round(run: Run) -> None:
    received: list[str] = []
    netuv.clear_timeout(netuv.set_interval(received.append, 1, "interval"))
    netuv.clear_interval(netuv.set_timeout(received.append, 1, "timeout"))
    netuv.clear_immediate(netuv.set_immediate(received.append, "immediate"))
    run()
    assert received == []


def test_clearing_what_is_gone_or_nothing_is_harmless(run: Run) -> None:
    received: list[str] = []
    timer = netuv.set_timeout(received.append, 1, "timer")
    run()
    netuv.clear_timeout(timer)
    netuv.clear_timeout(timer)
    netuv.clear_timeout(None)
    netuv.clear_immediate(None)
    run()
    assert received == ["timer"]


def test_refresh_starts_a_timer_again(run: Run) -> None:
    begin = time.monotonic()
    seen = []
    timer = netuv.set_timeout(lambda: seen.append(time.monotonic() - begin), 60)
    netuv.set_timeout(timer.refresh, 40)
    run()
    assert len(seen) == 1
    assert seen[0] >= 0.099


def test_many_timers_come_in_the_order_of_their_times(run: Run) -> None:
    received: list[int] = []
    due: dict[int, tuple[int, int]] = {}  # between these, however slow the machine is
    now = netuv.get_loop().now
    for delay in range(40, 0, -1):
        before = now()
        netuv.set_timeout(received.append, delay * 2, delay)
        due[delay] = (before + delay * 2, now() + delay * 2)
    time.sleep(0.1)  # all are due by now
    run()
    assert sorted(received) == sorted(due)
    assert all(due[first][0] <= due[then][1] for first, then in zip(received, received[1:]))
    assert len(received) == 40


def test_an_exception_out_of_an_interval_leaves_it_beating(run: Run) -> None:
    count = 0

    def beat() -> None:
        nonlocal count
        count += 1
        if count == 3:
            netuv.clear_interval(interval)
        raise LookupError(str(count))

    interval = netuv.set_interval(beat, 1)
    for number in (1, 2, 3):
        with pytest.raises(LookupError, match=str(number)):
            run()
    run()
    assert count == 3


# -- ticks and immediates -------------------------------------------------------------


def test_ticks_come_in_order_with_their_arguments(run: Run) -> None:
    received: list[Any] = []
    netuv.next_tick(received.append, 1)
    netuv.next_tick(lambda *args: received.append(args), 2, "three")
    netuv.next_tick(received.append, 4)
    assert received == []
    run()
    assert received == [1, (2, "three"), 4]


def test_ticks_come_after_every_callback_of_a_batch(run: Run) -> None:
    trace: list[str] = []

    @netuv.create_server
    def server(served: netuv.Socket) -> None:
        @served.on("data")
        def _(data: bytes) -> None:
            name = data.decode()
            trace.append(name)
            netuv.next_tick(trace.append, f"tick {name}")
            served.destroy()

    server.listen(0)
    server.once("connection", lambda served: netuv.set_immediate(send))
    peers = [raw_client(server) for _ in range(3)]

    def send() -> None:
        server.close()
        for name, peer in zip("abc", peers):
            peer.sendall(name.encode())

    run()
    for peer in peers:
        peer.close()
    assert trace == ["a", "tick a", "b", "tick b", "c", "tick c"]


def test_immediates_do_not_starve_io(run: Run) -> None:
    received: list[bytes] = []
    count = 0

    def again() -> None:
        nonlocal count
        count += 1
        if not received:
            netuv.set_immediate(again)

    @netuv.create_server
    def server(served: netuv.Socket) -> None:
        served.on("data", received.append)
        served.on("end", lambda: server.close())

    server.listen(0)
    peer = raw_client(server)
    peer.sendall(b"x")
    peer.close()
    netuv.set_immediate(again)
    run()
    assert received == [b"x"]
    assert count > 0


def test_an_unreferenced_immediate_does_not_hold_the_loop(run: Run) -> None:
    immediate = netuv.set_immediate(lambda: None)
    assert immediate.has_ref()
    assert not immediate.unref().has_ref()
    assert immediate.ref().has_ref()
    immediate.unref()
    begin = time.monotonic()
    run()
    assert time.monotonic() - begin < 5


def test_a_loop_may_close_while_another_thread_calls_in() -> None:
    outcomes: list[str] = []

    def call(loop: netuv.Loop, begun: threading.Event) -> None:
        try:
            while True:
                loop.call_soon_threadsafe(int)
                begun.set()
        except netuv.StateError as error:
            outcomes.append(error.code)

    for _ in range(100):
        loop = netuv.Loop()
        begun = threading.Event()
        thread = threading.Thread(target=call, args=(loop, begun))
        thread.start()
        begun.wait(30)
        loop.close()
        thread.join(30)
    assert outcomes == ["ERR_LOOP_CLOSED"] * 100
