"""What nobody can have any more, since its await was cancelled, does not stay."""

from __future__ import annotations

import asyncio
import contextlib
import socket as sockets
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.hosts import Host, settled, until
from support.peers import HOST, port_of

import netuv


@pytest.fixture
def full() -> Iterator[int]:
    """A port whose backlog is full: to connect there takes for ever."""
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(sockets.socket())
        listener.bind((HOST, 0))
        listener.listen(0)
        for _ in range(2):
            filler = stack.enter_context(sockets.socket())
            filler.setblocking(False)
            filler.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]


async def by_wait_for(thing: Any) -> None:
    await asyncio.wait_for(thing, 0.01)


async def by_cancel(thing: Any) -> None:
    async def wait() -> None:
        await thing

    task = asyncio.ensure_future(wait())
    await asyncio.sleep(0.01)
    task.cancel()
    await task


async def by_gather(thing: Any) -> None:
    gathered = asyncio.gather(thing, asyncio.sleep(60))
    await asyncio.sleep(0.01)
    gathered.cancel()
    await gathered


async def by_async_with(thing: Any) -> None:
    async def wait() -> None:
        async with thing:
            raise AssertionError("it was there")

    await by_cancel(wait())


async def by_closing_the_coroutine(thing: Any) -> None:
    waiting = thing.__await__()
    next(waiting)
    waiting.close()
    raise asyncio.CancelledError


async def by_a_timeout(thing: Any) -> None:
    if not hasattr(asyncio, "timeout"):
        pytest.skip("came with Python 3.11")
    async with asyncio.timeout(0.01):
        await thing


async def by_a_task_group(thing: Any) -> None:
    if not hasattr(asyncio, "TaskGroup"):
        pytest.skip("came with Python 3.11")

    async def wait() -> None:
        await thing

    async def fail() -> None:
        await asyncio.sleep(0.01)
        raise asyncio.TimeoutError

    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(wait())
            group.create_task(fail())
    except BaseException as error:
        raise asyncio.TimeoutError from error


WAYS: list[Callable[[Any], Coroutine[Any, Any, None]]] = [
    by_wait_for,
    by_cancel,
    by_gather,
    by_async_with,
    by_closing_the_coroutine,
    by_a_timeout,
    by_a_task_group,
]
CANCELLED = (asyncio.CancelledError, asyncio.TimeoutError)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_cancelled_connect_leaves_no_descriptor(
    host: Host, full: int, way: Any, descriptors: Callable[[], set[str]]
) -> None:
    async def main() -> tuple[set[str], set[str]]:
        netuv.get_loop()
        before = descriptors()
        socket = netuv.connect(full, HOST)
        closed: list[bool] = []
        socket.on("close", closed.append)
        with pytest.raises(CANCELLED):
            await way(socket)
        await settled()
        assert closed == [False]
        return before, descriptors()

    before, after = host.run(main())
    assert after == before
    assert host.reported == []


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_server_whose_lookup_is_not_waited_for_does_not_listen(host: Host, way: Any) -> None:
    async def main() -> None:
        answers: list[Any] = []
        original = netuv.dns.lookup
        netuv.dns.lookup = lambda name, callback, **_: answers.append(callback)  # type: ignore
        try:
            server = netuv.create_server().listen(0, "name.test")
        finally:
            netuv.dns.lookup = original
        with pytest.raises(CANCELLED):
            await way(server)
        answers[0](None, HOST, 4)
        await settled()
        assert not server.listening
        with pytest.raises(netuv.StateError, match="not running"):
            await server

    host.run(main())
    assert host.reported == []


def test_a_server_on_a_path_leaves_no_file(host: Host, short_path: Path) -> None:
    async def main() -> None:
        path = short_path / "s"

        async def listen() -> None:
            await netuv.create_server().listen(str(path))

        task = asyncio.ensure_future(listen())
        await asyncio.sleep(0)
        assert path.exists()
        task.cancel()
        await asyncio.wait([task])
        assert not path.exists()

    host.run(main())


def test_a_connect_that_is_cancelled_as_it_connects_leaves_no_connection(host: Host) -> None:
    """Its task is to go on already, and does not have the socket yet."""

    async def main() -> None:
        served: list[netuv.Socket] = []
        answers: list[Any] = []
        server = await netuv.create_server(served.append).listen(0, HOST)
        socket = netuv.connect(
            port_of(server), "name.test", lookup=lambda *args, **_: answers.append(args[1])
        )
        task = asyncio.ensure_future(socket)
        await asyncio.sleep(0)
        socket.on("connect", task.cancel)
        answers[0](None, HOST, 4)
        with pytest.raises(asyncio.CancelledError):
            await task
        await until(lambda: socket.closed and len(served) == 1)
        served[0].resume()
        await until(lambda: served[0].closed)
        server.close()

    host.run(main())
    assert host.reported == []


def test_a_refusal_that_meets_a_cancelled_connect_is_not_reported(host: Host, port: int) -> None:
    """It was to be reported to a waiter that has given up."""

    async def main() -> None:
        socket = netuv.connect(port, HOST)
        task = asyncio.ensure_future(socket)
        socket.on("close", lambda *_: task.cancel())
        socket.on("error", lambda error: task.cancel())
        with contextlib.suppress(asyncio.CancelledError, ConnectionRefusedError):
            await task
        del socket
        await settled()

    host.run(main())
    assert host.reported == []


def test_the_others_who_await_a_socket_keep_it(host: Host) -> None:
    async def main() -> None:
        server = await netuv.create_server().listen(0, HOST)
        answers: list[Any] = []
        socket = netuv.connect(
            port_of(server), "name.test", lookup=lambda *args, **_: answers.append(args[1])
        )
        first, second, third = [asyncio.ensure_future(socket) for _ in range(3)]
        await asyncio.sleep(0)
        first.cancel()
        await asyncio.wait([first])
        assert socket.connecting
        answers[0](None, HOST, 4)
        socket.on("connect", second.cancel)
        assert await third is socket
        assert second.cancelled() or await asyncio.wait([second])
        assert not socket.destroyed
        socket.destroy()
        server.close()

    host.run(main())


def test_the_last_who_awaits_a_socket_takes_it_along(host: Host, full: int) -> None:
    async def main() -> None:
        socket = netuv.connect(full, HOST)
        tasks = [asyncio.ensure_future(socket) for _ in range(3)]
        await asyncio.sleep(0)
        for task in tasks:
            assert not socket.destroyed
            task.cancel()
            await asyncio.wait([task])
        assert socket.destroyed

    host.run(main())


def test_a_cancelled_await_of_what_is_there_changes_nothing(host: Host) -> None:
    async def main() -> None:
        server = await netuv.create_server(lambda socket: socket.pipe(socket)).listen(0, HOST)
        socket = await netuv.connect(port_of(server), HOST)
        for thing in (server, socket):
            task = asyncio.ensure_future(thing)
            task.cancel()
            await asyncio.wait([task])
            assert await thing is thing
        socket.write(b"x")
        assert await socket.read_exactly(1) == b"x"
        socket.destroy()
        server.close()

    host.run(main())


def test_a_cancelled_once_leaves_the_socket_connecting(host: Host, full: int) -> None:
    async def main() -> None:
        socket = netuv.connect(full, HOST)
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(netuv.once(socket, "connect"), 0.01)
        assert socket.connecting
        socket.destroy()

    host.run(main())


def test_a_loop_that_ends_while_somebody_connects_is_closed_whole(full: int) -> None:
    async def main() -> None:
        asyncio.ensure_future(netuv.connect(full, HOST))
        asyncio.ensure_future(netuv.create_server().listen(0, "localhost"))
        await asyncio.sleep(0.01)

    asyncio.run(main())
    loop = asyncio.new_event_loop()
    task = loop.create_task(main())
    loop.run_until_complete(task)
    for left in asyncio.all_tasks(loop):
        left.cancel()
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()


# -- cancelled before its first step: __await__() is never called -------------------------------


async def at_once_by_wait_for(thing: Any) -> None:
    await asyncio.wait_for(thing, 0)


async def at_once_by_gather(thing: Any) -> None:
    gathered = asyncio.gather(thing, asyncio.sleep(60))
    gathered.cancel()
    await gathered


async def at_once_by_cancel(thing: Any) -> None:
    task = asyncio.ensure_future(thing)
    task.cancel()
    await task


async def at_once_twice(thing: Any) -> None:
    tasks = [asyncio.ensure_future(thing), asyncio.ensure_future(thing)]
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    await tasks[0]


AT_ONCE = [at_once_by_wait_for, at_once_by_gather, at_once_by_cancel, at_once_twice]


@pytest.mark.parametrize("way", AT_ONCE, ids=lambda way: way.__name__)
def test_a_connect_cancelled_before_its_first_step_leaves_no_descriptor(
    host: Host, full: int, way: Any, tmp_path: Path, descriptors: Callable[[], set[str]]
) -> None:
    async def main() -> tuple[set[str], set[str]]:
        path = str(tmp_path / "s")
        server = await netuv.create_server().listen(path)
        before = descriptors()
        for place in [(full, HOST), (full, "localhost"), (path,)]:
            with pytest.raises(CANCELLED):
                await way(netuv.connect(*place))
        await until(lambda: server._connections == 0)
        await settled()
        server.close()
        return before, descriptors() | before

    before, after = host.run(main())
    assert after == before
    assert host.reported == []


@pytest.mark.parametrize("way", AT_ONCE, ids=lambda way: way.__name__)
def test_a_listen_cancelled_before_its_first_step_leaves_no_server(
    host: Host, way: Any, tmp_path: Path, descriptors: Callable[[], set[str]]
) -> None:
    async def main() -> tuple[set[str], set[str]]:
        netuv.get_loop()
        before = descriptors()
        for place in [(0,), (0, "localhost"), (str(tmp_path / "s"),)]:
            with pytest.raises(CANCELLED):
                await way(netuv.create_server(lambda socket: None).listen(*place))
            await settled()
        return before, descriptors()

    before, after = host.run(main())
    assert after == before
    assert host.reported == []


def test_of_two_tasks_for_one_socket_the_other_has_it(host: Host) -> None:
    async def main() -> None:
        async with netuv.create_server().listen(0, HOST) as server:
            socket = netuv.connect(port_of(server), HOST)
            kept, given_up = asyncio.ensure_future(socket), asyncio.ensure_future(socket)
            given_up.cancel()
            assert await kept is socket
            await settled()
            assert not socket.destroyed
            socket.destroy()

    host.run(main())
    assert host.reported == []


def test_to_ask_whether_a_socket_is_a_future_does_nothing_to_it(host: Host) -> None:
    async def main() -> None:
        async with netuv.create_server().listen(0, HOST) as server:
            socket = netuv.connect(port_of(server), HOST)
            assert not asyncio.isfuture(socket)
            await netuv.once(socket, "connect")
            await settled()
            assert not socket.destroyed
            socket.destroy()

    host.run(main())
    assert host.reported == []
