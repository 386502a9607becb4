"""A server whose descriptor others have, too, closes: nobody who has connected is lost."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from support import Run
from support.hosts import Host
from support.hosts import host as host
from support.peers import HOST

import netuv

CLIENTS = 8


class Shared:
    """A listening socket of another owner, and clients that wait at it."""

    def __init__(self) -> None:
        self.kept = socket.socket()
        self.kept.bind((HOST, 0))
        self.kept.listen(64)
        self.clients = [socket.create_connection(self.kept.getsockname()) for _ in range(CLIENTS)]

    def fd(self) -> int:
        return os.dup(self.kept.fileno())

    def left(self) -> int:
        """How many the other owner finds in the kernel's queue."""
        count = 0
        self.kept.setblocking(False)
        while True:
            try:
                self.kept.accept()[0].close()
            except BlockingIOError:
                return count
            count += 1

    def close(self) -> None:
        for one in [self.kept, *self.clients]:
            one.close()


@pytest.fixture
def shared() -> Iterator[Shared]:
    made = Shared()
    yield made
    made.close()


class Log:
    """What a server emits, and whether it listened then."""

    def __init__(self, server: netuv.Server) -> None:
        self.server = server
        self.reported = 0
        self.events: list[str] = []
        server.prepend_listener("connection", self.connection)
        server.on("drop", lambda info: self.events.append("drop"))
        server.on("close", lambda: self.events.append(f"close after {self.reported}"))

    def connection(self, one: netuv.Socket) -> None:
        self.reported += 1
        self.events.append("open" if self.server.listening else "closed")
        one.destroy()


def check(log: Log, shared: Shared) -> None:
    left = shared.left()
    assert log.reported + left == CLIENTS
    assert log.events == ["open"] + (log.reported - 1) * ["closed"] + [
        f"close after {log.reported}"
    ]


def of_descriptor(server: netuv.Server, shared: Shared) -> None:
    server.listen(fd=shared.fd())


def of_handle(server: netuv.Server, shared: Shared) -> None:
    handle = netuv.TCP()
    handle.open(shared.fd())
    server.listen(handle)


@pytest.mark.parametrize("listen", [of_descriptor, of_handle])
@pytest.mark.parametrize("way", ["listener", "callback", "tick", "immediate", "abort", "signal"])
def test_what_is_accepted_is_emitted_and_the_others_stay_in_the_backlog(
    run: Run, shared: Shared, listen: Callable[[netuv.Server, Shared], None], way: str
) -> None:
    server = netuv.create_server()
    log = Log(server)
    controller = netuv.AbortController()
    before = signal.signal(signal.SIGUSR1, lambda *_: server.close() and None)

    def close(one: netuv.Socket) -> None:
        if way == "tick":
            netuv.next_tick(server.close)
        elif way == "immediate":
            netuv.set_immediate(server.close)
        elif way == "abort":
            controller.abort()
        elif way == "signal":
            signal.raise_signal(signal.SIGUSR1)
        else:
            server.close((lambda: log.events.append("called")) if way == "callback" else None)

    server.once("connection", close)
    if way == "abort":
        server.listen(fd=shared.fd(), signal=controller.signal)
    else:
        listen(server, shared)
    run()
    signal.signal(signal.SIGUSR1, before)
    if way == "callback":
        assert log.events.pop() == "called"
    if way == "immediate":  # all that is in hand was emitted before
        log.events = log.events[-1:]
        assert (log.reported + shared.left(), log.events) == (
            CLIENTS,
            [f"close after {log.reported}"],
        )
    else:
        check(log, shared)


def test_a_close_by_a_timer_leaves_those_who_wait(run: Run, shared: Shared) -> None:
    server = netuv.create_server()
    log = Log(server)
    server.listen(fd=shared.fd()).pause()
    netuv.set_timeout(server.close, 20)
    run()
    assert (log.reported, shared.left(), log.events) == (0, CLIENTS, ["close after 0"])


def test_a_close_between_two_runs_loses_nobody(loop: netuv.Loop, shared: Shared) -> None:
    class Stop(Exception):
        pass

    def stop(one: netuv.Socket) -> None:
        raise Stop

    server = netuv.create_server()
    log = Log(server)
    server.once("connection", stop)
    server.listen(fd=shared.fd())
    with pytest.raises(Stop):
        loop.run()
    server.close()
    assert not server.listening
    loop.run()
    check(log, shared)


def test_those_over_the_limit_are_dropped_not_forgotten(run: Run, shared: Shared) -> None:
    server = netuv.create_server()
    drops: list[Any] = []
    reported: list[netuv.Socket] = []
    server.max_connections = 2
    server.on("drop", drops.append)

    def connection(one: netuv.Socket) -> None:
        reported.append(one)
        server.close()

    server.on("connection", connection)
    server.listen(fd=shared.fd())
    netuv.set_timeout(lambda: [one.destroy() for one in reported], 50)
    run()
    assert len(reported) + len(drops) + shared.left() == CLIENTS
    assert len(reported) <= 2


def test_a_handle_used_alone_loses_nobody(run: Run, shared: Shared) -> None:
    reported: list[bool] = []
    handle = netuv.TCP()
    handle.open(shared.fd())

    def connection(error: Any, accepted: netuv.TCP) -> None:
        reported.append(handle.closed)
        accepted.close()
        handle.close(lambda: closed.append(len(reported)))

    closed: list[int] = []
    handle.listen(64, connection)
    run()
    assert len(reported) + shared.left() == CLIENTS
    assert reported == [False] + [True] * (len(reported) - 1)
    assert closed == [len(reported)]


def test_a_server_that_closed_may_listen_again_at_once(run: Run, shared: Shared) -> None:
    server = netuv.create_server()
    reported: list[netuv.Socket] = []

    def connection(one: netuv.Socket) -> None:
        reported.append(one)
        one.destroy()
        if len(reported) == 1:
            server.close()
            server.listen(fd=shared.fd())
        if len(reported) == CLIENTS:
            server.close()

    server.on("connection", connection)
    server.listen(fd=shared.fd())
    run()
    assert len(reported) == CLIENTS


def test_a_descriptor_of_its_own_is_closed_as_ever(run: Run) -> None:
    server = netuv.create_server()
    log = Log(server)
    clients: list[socket.socket] = []

    def listening() -> None:
        address: Any = server.address()
        for _ in range(CLIENTS):
            clients.append(socket.create_connection((address.address, address.port)))

    server.once("connection", lambda one: server.close() and None)
    server.listen(0, HOST, listening)
    run()
    assert log.events == ["open", "close after 1"]
    for one in clients:
        one.close()


# -- inside asyncio ------------------------------------------------------------------------


@pytest.mark.parametrize("is_async", [True, False])
def test_inside_asyncio_a_listener_that_closes_its_server_loses_nobody(
    host: Host, shared: Shared, is_async: bool
) -> None:
    async def main() -> int:
        reported: list[bool] = []

        def listener(one: netuv.Socket) -> None:
            reported.append(server.listening)
            server.close()
            one.destroy()

        async def handler(one: netuv.Socket) -> None:
            listener(one)

        server = netuv.create_server(handler if is_async else listener)
        server.listen(fd=shared.fd())
        await netuv.once(server, "close")
        return len(reported)

    assert host.run(main()) + shared.left() == CLIENTS


@pytest.mark.parametrize("leave", [True, False])
def test_a_server_that_is_iterated_gives_all_it_has_accepted(
    host: Host, shared: Shared, leave: bool
) -> None:
    async def main() -> int:
        reported = 0
        server = await netuv.create_server().listen(fd=shared.fd())
        async for one in server:
            reported += 1
            one.destroy()
            server.close()
        if leave:
            await server.async_dispose()
        return reported

    assert host.run(main()) + shared.left() == CLIENTS


def test_leaving_a_server_that_nobody_iterates_further_ends(host: Host, shared: Shared) -> None:
    async def main() -> None:
        async with netuv.create_server().listen(fd=shared.fd()) as server:
            async for one in server:
                one.destroy()
                break
        assert server._connections == 0

    host.run(main())


def test_inside_asyncio_a_close_from_a_task_loses_nobody(host: Host, shared: Shared) -> None:
    async def main() -> int:
        reported: list[netuv.Socket] = []
        server = netuv.create_server(lambda one: (reported.append(one), one.destroy()) and None)
        await server.listen(fd=shared.fd())
        await asyncio.sleep(0)
        server.close()
        await netuv.once(server, "close")
        return len(reported)

    assert host.run(main()) + shared.left() == CLIENTS
