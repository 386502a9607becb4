"""The asyncio loops that netuv attaches to, and both ways of watching the descriptor."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

import netuv
from support.peers import HOST, port_of

uvloop: Any
try:
    import uvloop
except ImportError:  # not on PyPy
    uvloop = None

GUARD = 20  # seconds

HOSTS = ["asyncio", "asyncio by a thread"]
if uvloop is not None:
    HOSTS += ["uvloop", "uvloop by a thread"]


class Host:
    """Runs coroutines in one kind of asyncio loop; ``reported``: the calls of its handler."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.reported: list[dict[str, Any]] = []

    def new_loop(self) -> Any:
        return uvloop.new_event_loop() if "uvloop" in self.name else asyncio.new_event_loop()

    def run(self, main: Coroutine[Any, Any, Any], *, debug: bool = False) -> Any:
        """As ``asyncio.run``; a test that would hang fails instead."""
        loop = self.new_loop()
        loop.set_debug(debug)
        loop.set_exception_handler(lambda loop, context: self.reported.append(context))
        try:
            return loop.run_until_complete(asyncio.wait_for(main, GUARD))
        except asyncio.TimeoutError:
            text = f"still running after {GUARD} s; reported: {self.reported}"
            raise AssertionError(text) from None
        finally:
            try:
                _cancel_all(loop)
                loop.run_until_complete(loop.shutdown_asyncgens())
            finally:
                loop.close()

    def errors(self) -> list[BaseException]:
        """The exceptions of these calls."""
        return [context["exception"] for context in self.reported]


def _cancel_all(loop: Any) -> None:
    tasks = asyncio.all_tasks(loop)
    for task in tasks:
        task.cancel()
    if tasks:
        loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))


@pytest.fixture(params=HOSTS)
def host(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Host:
    """One host after the other."""
    how = "thread" if "thread" in request.param else "reader"
    monkeypatch.setenv("NETUV_AIO", how)
    return Host(request.param)


class Pair:
    """``async with Pair(...) as (client, served)``: two ends of a connection, closed after it."""

    def __init__(self, **options: Any) -> None:
        self.options = options

    async def __aenter__(self) -> tuple[netuv.Socket, netuv.Socket]:
        self.server = await netuv.create_server(**self.options).listen(0, HOST)
        self.client = await connect_to(self.server)
        self.served = await self.server.__aiter__().__anext__()
        return self.client, self.served

    async def __aexit__(self, *_: object) -> None:
        self.client.destroy()
        self.served.destroy()
        async with self.server:
            pass


async def connect_to(server: netuv.Server) -> netuv.Socket:
    """A connection to ``server``, which listens."""
    return await netuv.connect(port_of(server), HOST)


async def count_bytes(socket: netuv.Socket) -> int:
    """How many ``async for`` over it gives."""
    return sum([len(chunk) async for chunk in socket])


def begin_tasks_at_once() -> None:
    """From now on the running loop's tasks make their first step when they are made.

    Not by asyncio's own factory: uvloop hands it a keyword that Python 3.13.0's does not know.
    Python 3.12 and later.
    """

    def make(loop: Any, coroutine: Any, name: Any = None, context: Any = None, **_: Any) -> Any:
        options: Any = {"name": name, "context": context, "eager_start": True}
        return asyncio.Task(coroutine, loop=loop, **options)

    asyncio.get_running_loop().set_task_factory(make)


async def settled() -> None:
    """Lets what is under way come to rest: a few turns of both loops."""
    for _ in range(10):
        await asyncio.sleep(0.001)


async def tasks_settled() -> None:
    """Lets the tasks there are come to where they wait: a few turns of asyncio's loop alone."""
    for _ in range(5):
        await asyncio.sleep(0)


async def until(condition: Callable[[], Any]) -> None:
    """Waits until ``condition()``."""
    while not condition():
        await asyncio.sleep(0.001)
