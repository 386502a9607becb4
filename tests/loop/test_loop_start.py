"""An exception at any step with which a loop starts, ends, is made, closed or entered.

It comes from a trace or profile function, from a signal's handler, or from the system.
"""

from __future__ import annotations

import asyncio
import gc
import os
import platform
import signal
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from functools import partial
from types import FrameType
from typing import Any

import pytest
from support.peers import HOST
from support.programs import PACKAGE, run_program

import netuv
from netuv._loop.threads import threads

pytestmark = pytest.mark.skipif(
    platform.python_implementation() == "PyPy", reason="its trace functions see other events"
)


class Boom(Exception):
    """What comes in between."""


class Bomb:
    """A trace or profile function that raises at event number ``at``; ``seen`` counts them.

    ``within``: only frames of files below that directory count.
    """

    def __init__(self, at: int, install: Callable[[Any], None], within: str = "") -> None:
        self.at = at
        self.install = install
        self.within = within
        self.seen = 0
        self.where = ""

    def __call__(self, frame: FrameType, event: str, argument: Any) -> Any:
        if not frame.f_code.co_filename.startswith(self.within):
            return None
        self.seen += 1
        if self.seen == self.at:
            self.where = f"event {self.at}: {event} in {frame.f_code.co_name}:{frame.f_lineno}"
            raise Boom(self.where)
        return self

    def call(self, function: Callable[[], Any]) -> None:
        """Calls it under the eyes of the bomb."""
        try:
            self.install(self)
            function()
        except Boom:
            pass
        finally:
            self.at = -1  # a profile function sees what follows, too
            self.install(None)


def every_bomb(install: Callable[[Any], None], within: str = "") -> Iterator[Bomb]:
    """One for each event of what is done with it, until there are no more."""
    at = 1
    while True:
        bomb = Bomb(at, install, within)
        yield bomb
        if bomb.seen < at:
            assert at > 5, "the function was never called"
            return
        at += 1


def queue_work(loop: netuv.Loop) -> list[str]:
    """Something for the loop to do in one turn; the list that shows what it has done."""
    done: list[str] = []
    with loop:
        netuv.set_immediate(done.append, "immediate")
        netuv.next_tick(done.append, "tick")
    return done


def check_outside(where: str) -> None:
    """No loop runs, and signals are as they were."""
    assert threads.current is None, where
    wakeup = signal.set_wakeup_fd(-1)
    assert wakeup == -1, where
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler, where


def open_descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


def check_descriptors(before: int, where: str = "") -> None:
    """There are no more than before: the collector is asked only where it seems so."""
    if open_descriptors() > before:
        gc.collect()
    assert open_descriptors() <= before, where


@pytest.fixture(autouse=True)
def leave_everything() -> Iterator[None]:
    """What one test leaves behind is not the next one's."""
    yield
    threads.entered = None


@pytest.fixture
def unraisable(monkeypatch: pytest.MonkeyPatch) -> None:
    """An event may be a finaliser's, where nobody can catch what it raises."""
    monkeypatch.setattr(sys, "unraisablehook", lambda _: None)


INSTALLS = [
    pytest.param(sys.settrace, id="trace"),
    pytest.param(sys.setprofile, id="profile"),
]


@pytest.mark.usefixtures("unraisable")
@pytest.mark.parametrize("install", INSTALLS)
@pytest.mark.parametrize("method", ["run", "run_once", "run_nowait"])
def test_a_loop_runs_and_closes_after_an_exception_at_any_step_of_its_run(
    method: str, install: Callable[[Any], None]
) -> None:
    for bomb in every_bomb(install):
        loop = netuv.Loop()
        queue_work(loop)
        bomb.call(getattr(loop, method))
        check_outside(bomb.where)
        done = queue_work(loop)
        loop.run()
        assert sorted(done) == ["immediate", "tick"], bomb.where
        loop.close()


@pytest.mark.usefixtures("unraisable")
@pytest.mark.parametrize("install", INSTALLS)
def test_a_loop_closes_after_an_exception_at_any_step_of_its_closing(
    install: Callable[[Any], None],
) -> None:
    netuv.Loop().close()
    before = open_descriptors()
    for bomb in every_bomb(install):
        loop = netuv.Loop()
        queue_work(loop)
        with loop:
            netuv.set_timeout(print, 1000)
            server = netuv.create_server().listen(0, HOST)
        bomb.call(loop.close)
        loop.close()
        del server
    check_descriptors(before)


@pytest.mark.usefixtures("unraisable")
@pytest.mark.parametrize("install", INSTALLS)
def test_an_exception_at_any_step_of_making_a_loop_leaves_no_descriptor(
    install: Callable[[Any], None],
) -> None:
    netuv.Loop().close()
    before = open_descriptors()
    for bomb in every_bomb(install):
        bomb.call(lambda: netuv.Loop().close())
        check_descriptors(before, bomb.where)


def enter_and_leave(loop: netuv.Loop) -> None:
    with loop:
        pass


def test_an_exception_in_entering_or_leaving_another_loop_is_put_right_around_it() -> None:
    outer, inner = netuv.Loop(), netuv.Loop()
    for bomb in every_bomb(sys.settrace):
        with outer:
            bomb.call(partial(enter_and_leave, inner))
        assert threads.current is None, bomb.where
    inner.close()
    outer.close()


def test_an_exception_in_entering_a_loop_once_more_leaves_it_entered_once() -> None:
    loop = netuv.Loop()
    for bomb in every_bomb(sys.settrace):
        with loop:
            bomb.call(loop.__enter__)
            if not bomb.where or "return in __enter__" in bomb.where:  # nothing can come after it
                loop.__exit__()
        assert threads.current is None, bomb.where
    loop.close()


@pytest.mark.usefixtures("unraisable")
def test_an_exception_at_any_step_of_an_inner_run_leaves_the_outer_one_as_it_was() -> None:
    for bomb in every_bomb(sys.settrace):
        outer, inner = netuv.Loop(), netuv.Loop()
        current: list[Any] = []

        with outer:
            netuv.set_immediate(queue_work, inner)
            netuv.set_immediate(bomb.call, inner.run)
            netuv.set_immediate(lambda into=current: into.append(netuv.get_loop()))
        outer.run()
        assert current == [outer], bomb.where
        check_outside(bomb.where)
        done = queue_work(inner)
        inner.run()
        assert done == ["tick", "immediate"], bomb.where
        inner.close()
        outer.close()


# -- signals ------------------------------------------------------------------------------


def test_a_signal_function_that_fails_as_a_run_starts_leaves_signals_as_they_were(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loop = netuv.Loop()
    real = signal.signal

    def fail(*_: Any) -> None:
        monkeypatch.setattr(signal, "signal", real)
        raise Boom

    monkeypatch.setattr(signal, "signal", fail)
    with pytest.raises(Boom):
        loop.run()
    check_outside("")
    done = queue_work(loop)
    loop.run()
    assert done == ["tick", "immediate"]
    loop.close()


def test_a_wakeup_descriptor_that_was_closed_during_the_run_does_not_fail_its_end() -> None:
    loop = netuv.Loop()
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    signal.set_wakeup_fd(writer)
    with loop:
        netuv.next_tick(os.close, writer)
    loop.run()
    os.close(reader)
    check_outside("")
    loop.close()


def test_a_handler_for_ctrl_c_that_a_listener_sets_stays_after_the_run() -> None:
    loop = netuv.Loop()
    mine = signal.Handlers.SIG_IGN
    with loop:
        netuv.next_tick(signal.signal, signal.SIGINT, mine)
    try:
        loop.run()
        assert signal.getsignal(signal.SIGINT) is mine
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    loop.close()


def test_ctrl_c_ends_an_inner_run_that_waits() -> None:
    outer, inner = netuv.Loop(), netuv.Loop()
    seen: list[str] = []

    def run_inner() -> None:
        with inner:
            netuv.set_timeout(print, 60_000).unref()
            hold = netuv.set_timeout(print, 60_000)
        timer = threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT))
        timer.start()
        try:
            inner.run()
        except KeyboardInterrupt:
            seen.append("interrupted")
        timer.join()
        netuv.clear_timeout(hold)

    with outer:
        netuv.next_tick(run_inner)
        netuv.set_immediate(seen.append, "outer goes on")
    outer.run()
    assert seen == ["interrupted", "outer goes on"]
    check_outside("")
    inner.close()
    outer.close()


def test_handlers_that_raise_again_and_again_never_wedge_a_loop() -> None:
    run_program(
        textwrap.dedent("""
            import signal, sys, time
            import netuv

            class Boom(Exception): pass

            def explode(number, frame):  # in the run, not on the way from it
                while frame is not None and frame.f_code is not netuv.Loop.run.__code__:
                    frame = frame.f_back
                if frame is not None: raise Boom

            sys.unraisablehook = id  # what is raised in a finaliser nobody can catch
            signal.signal(signal.SIGALRM, explode)
            end = time.monotonic() + 1
            while time.monotonic() < end:
                loop = netuv.Loop()
                try:
                    signal.setitimer(signal.ITIMER_REAL, 0.0004, 0.0004)
                    while True:
                        loop.set_immediate(int)
                        loop.next_tick(int)
                        loop.run()
                except Boom:
                    signal.setitimer(signal.ITIMER_REAL, 0)
                done = []
                loop.set_immediate(done.append, 1)
                loop.run()
                assert done == [1]
                assert netuv.get_loop() is not loop
                assert signal.set_wakeup_fd(-1) == -1
                assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
                loop.close()
            """)
    )


def test_a_run_without_a_descriptor_for_its_wake_up_fails_and_the_next_works() -> None:
    run_program(
        textwrap.dedent("""
        import errno, os, resource
        import netuv

        loop = netuv.Loop()
        done = []
        loop.set_immediate(done.append, 1)
        top = max(map(int, os.listdir("/proc/self/fd"))) + 1
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (top, hard))
        held = []
        try:
            while True: held.append(os.dup(2))
        except OSError: pass
        try:
            loop.run()
            raise SystemExit("it ran")
        except OSError as error:
            assert (error.errno, error.code) == (errno.EMFILE, "EMFILE")
        assert done == []
        for fd in held: os.close(fd)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        loop.run()
        assert done == [1]
        loop.close()
        """)
    )


# -- inside asyncio ---------------------------------------------------------------------------


async def check_attached(where: str) -> None:
    """The attached loop does what is asked of it."""
    host = asyncio.get_running_loop()
    timer, tick, immediate = host.create_future(), host.create_future(), host.create_future()
    netuv.set_timeout(timer.set_result, 1, None)
    netuv.next_tick(tick.set_result, None)
    netuv.set_immediate(immediate.set_result, None)
    try:
        await asyncio.wait_for(asyncio.gather(timer, tick, immediate), 10)
    except asyncio.TimeoutError:
        pytest.fail(f"no turn is made after {where}")
    assert threads.current is None, where


async def echo() -> None:
    async with netuv.create_server(lambda s: s.pipe(s)).listen(0, HOST) as server:
        port = server.address().port
        async with netuv.connect(port, HOST) as client:
            client.write(b"line\n")
            assert await client.read_line() == b"line\n"


# Where it is attached: the last lines of these, and what an older loop's garbage does there.
COMPLETE = ("_attached_to", "get_loop", "__del__")


@pytest.fixture(params=["reader", "thread"])
def how(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How the host watches the loop's descriptor."""
    monkeypatch.setenv("NETUV_AIO", request.param)
    return str(request.param)


@pytest.mark.usefixtures("unraisable", "how")
def test_an_exception_at_any_step_of_attaching_leaves_nothing_attached() -> None:
    async def main(bomb: Bomb) -> None:
        descriptors, running = open_descriptors(), threading.active_count()
        bomb.call(netuv.get_loop)
        if threads.attached:  # it was done
            assert not bomb.where or any(name in bomb.where for name in COMPLETE), bomb.where
        else:
            check_descriptors(descriptors, bomb.where)
            assert threading.active_count() == running, bomb.where
        await check_attached(bomb.where)

    asyncio.run(main(Bomb(-1, sys.settrace)))  # what is made once is made
    for bomb in every_bomb(sys.settrace, str(PACKAGE)):
        asyncio.run(main(bomb))


@pytest.mark.usefixtures("unraisable", "how")
def test_an_exception_at_any_step_of_a_turn_costs_no_later_one() -> None:
    async def main(bomb: Bomb) -> None:
        host = asyncio.get_running_loop()
        host.set_exception_handler(lambda *_: None)
        netuv.get_loop()
        await asyncio.sleep(0)
        netuv.set_immediate(int)
        netuv.next_tick(int)
        sys.settrace(bomb)
        for _ in range(4):
            await asyncio.sleep(0)
        sys.settrace(None)
        await check_attached(bomb.where)
        if not bomb.where:
            await echo()

    for bomb in every_bomb(sys.settrace, str(PACKAGE)):
        asyncio.run(main(bomb))


def test_a_host_that_cannot_watch_a_descriptor_now_is_asked_again() -> None:
    async def main() -> None:
        host = asyncio.get_running_loop()
        real: Any = host.add_reader
        before = open_descriptors()

        def refuse(*_: Any) -> None:
            raise OSError(28, "no room for it")

        host.add_reader = refuse  # type: ignore[method-assign]
        with pytest.raises(OSError, match="no room"):
            netuv.get_loop()
        assert not threads.attached
        check_descriptors(before)
        host.add_reader = real  # type: ignore[method-assign]
        await check_attached("")
        await echo()

    asyncio.run(main())


def test_a_host_without_a_thread_for_the_wait_now_is_asked_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NETUV_AIO", "thread")

    def refuse(_: Any) -> None:
        raise RuntimeError("can't start new thread")

    async def main() -> None:
        before = open_descriptors()
        with monkeypatch.context() as patch:
            patch.setattr(threading.Thread, "start", refuse)
            with pytest.raises(RuntimeError, match="new thread"):
                netuv.get_loop()
        assert not threads.attached
        check_descriptors(before)
        await check_attached("")

    asyncio.run(main())
