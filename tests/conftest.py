"""A loop of its own for every test, and a guard against hanging."""

from __future__ import annotations

import contextvars
import gc
import os
import platform
import signal
import socket
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from support.fake_handle import FakeLoop
from support.hosts import host as host
from support.peers import HOST, SECONDS

import netuv

GUARD = 30_000  # milliseconds

pytest.register_assert_rewrite("conformance.manual")  # its checks show what they compared

# How fast a machine makes random input, and tries it, is not what is tested.
hypothesis.settings.register_profile(
    "netuv", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("netuv")

# A shell's background job ignores Ctrl-C, and so would every program that a test starts.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def loop() -> Iterator[netuv.Loop]:
    """A fresh loop, current during the test, closed after it."""
    fresh = netuv.Loop()
    with fresh:
        yield fresh
    fresh.close()


@pytest.fixture
def run(loop: netuv.Loop) -> Callable[[], None]:
    """Runs the test's loop to its end; a test that would hang fails instead."""

    def run_guarded() -> None:
        def give_up() -> None:
            raise AssertionError(f"still running after {GUARD} ms")

        guard = netuv.set_timeout(give_up, GUARD).unref()
        try:
            loop.run()
        finally:
            netuv.clear_timeout(guard)

    return run_guarded


@pytest.fixture
def decisions_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """What sockets keep of their decisions is checked before each dispatch, as by NETUV_DEBUG=1."""
    monkeypatch.setattr("netuv._loop.debug.on", True)


@pytest.fixture
def port() -> int:
    """A port of 127.0.0.1 where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


@pytest.fixture
def raw() -> Iterator[socket.socket]:
    """A raw listening socket, on a port of 127.0.0.1."""
    with socket.create_server((HOST, 0)) as listener:
        listener.settimeout(SECONDS)
        yield listener


@pytest.fixture
def short_path() -> Iterator[Path]:
    """A directory whose paths fit into a Unix address."""
    with tempfile.TemporaryDirectory(prefix="nuv", dir="/tmp") as directory:
        yield Path(directory)


@pytest.fixture
def descriptors() -> Callable[[], set[str]]:
    """The sockets this process has open, garbage collected first."""

    def listed() -> set[str]:
        for _ in range(3):  # PyPy: what has __del__, then what that held
            gc.collect()
        found = set()
        for entry in os.listdir("/proc/self/fd"):
            try:
                target = os.readlink(f"/proc/self/fd/{entry}")
            except FileNotFoundError:
                continue  # the directory's own descriptor
            if target.startswith("socket:"):
                found.add(target)
        return found

    if not os.path.isdir("/proc/self/fd"):
        pytest.skip("no /proc/self/fd here")
    return listed


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeLoop:
    """A loop without a network and with a virtual clock, that streams made in the test use."""
    loop = FakeLoop()
    monkeypatch.setattr("netuv._loop.current.get_loop", lambda: loop)
    # The short path ends in the core, which has no fake: every write takes the other one.
    monkeypatch.setattr(netuv.Socket, "write", netuv.Socket._write_slowly)
    return loop


@pytest.fixture
def no_chunk_left() -> Iterator[None]:
    """What the C lane makes is gone after the test: only the collector knows, not LeakSanitizer."""
    yield
    if platform.python_implementation() == "PyPy":
        return  # has no C lane, and its frames let go of what they had a test later
    left = []
    for _ in range(2):  # what the first one finalises may hold more
        gc.collect()
        left = [thing for thing in gc.get_objects() if type(thing).__name__ in ("Chunk", "Reader")]
        if not left:
            break
    assert left == []


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool:
    """Runs a test as a program is run: with no context variable set, as pytest's own are."""
    names = pyfuncitem._fixtureinfo.argnames
    arguments = {name: pyfuncitem.funcargs[name] for name in names}
    contextvars.Context().run(pyfuncitem.obj, **arguments)
    return True


def pytest_collection_finish() -> None:
    """What is imported by now stays: a collection in a test need not look at it again."""
    if hasattr(gc, "freeze"):  # not PyPy's
        gc.collect()
        gc.freeze()
