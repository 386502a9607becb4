"""``async`` listeners: the tasks of connections and other events, their names, their end."""

from __future__ import annotations

import asyncio
import contextvars
import functools
import gc
import inspect
import sys
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.hosts import Host, connect_to, settled, until
from support.peers import HOST, port_of
from support.programs import run_program

import netuv

MiB = 1 << 20


def listening(handler: Any, **options: Any) -> netuv.Server:
    """A server with ``handler``: for ``async with``."""
    return netuv.create_server(handler, **options).listen(0, HOST)


# -- a handler that returns --------------------------------------------------------------


def test_a_handler_serves_each_connection_in_a_task_of_its_own(host: Host) -> None:
    async def handler(socket: netuv.Socket) -> None:
        while line := await socket.read_line():
            socket.write(line.upper())

    async def ask(server: netuv.Server, word: bytes) -> list[bytes]:
        async with await connect_to(server) as client:
            answers = []
            for number in range(3):
                client.write(word + b"%d\n" % number)
                answers.append(await client.read_line())
            return answers

    async def main() -> list[list[bytes]]:
        async with listening(handler) as server:
            return list(await asyncio.gather(ask(server, b"a"), ask(server, b"b")))

    assert host.run(main()) == [[b"A0\n", b"A1\n", b"A2\n"], [b"B0\n", b"B1\n", b"B2\n"]]
    assert host.reported == []


def test_the_socket_of_a_handler_that_returns_is_ended(host: Host) -> None:
    async def handler(socket: netuv.Socket) -> None:
        socket.write(bytes(4 * MiB))

    async def main() -> int:
        async with listening(handler) as server:
            async with await connect_to(server) as client:
                return sum([len(chunk) async for chunk in client])

    assert host.run(main()) == 4 * MiB


def test_what_comes_after_a_handler_has_returned_is_thrown_away(host: Host) -> None:
    async def main() -> None:
        served: list[netuv.Socket] = []

        async def handler(socket: netuv.Socket) -> None:
            served.append(socket)

        async with listening(handler) as server:
            client = netuv.connect(port_of(server), HOST, allow_half_open=True)
            client.write(bytes(20 * MiB))
            client.end()
            await netuv.once(client, "finish")
            await until(lambda: served[0].closed)
            assert await client.read_line() == b""

    host.run(main())
    assert host.reported == []


def test_a_reset_after_a_handler_has_returned_is_nobody_s_error(host: Host) -> None:
    async def main() -> None:
        served: list[netuv.Socket] = []

        async def handler(socket: netuv.Socket) -> None:
            served.append(socket)
            socket.write(await socket.read_line())

        async with listening(handler) as server:
            client = await netuv.connect(port_of(server), HOST, allow_half_open=True)
            client.write(b"line\n")
            assert await client.read_line() == b"line\n"
            await until(lambda: served[0].writable_ended)
            client.reset_and_destroy()
            await until(lambda: served[0].closed)
            assert served[0].errored.code == "ECONNRESET"
            served.clear()

    host.run(main())
    assert host.reported == []


def test_a_handler_may_end_or_destroy_its_socket_itself(host: Host) -> None:
    async def main() -> list[bytes]:
        async def ends(socket: netuv.Socket) -> None:
            socket.end(b"end")

        async def destroys(socket: netuv.Socket) -> None:
            socket.destroy()

        async def leaves(socket: netuv.Socket) -> None:
            async with socket:
                socket.write(b"with")

        answers = []
        for handler in (ends, destroys, leaves):
            async with listening(handler) as server:
                answers.append(await (await connect_to(server)).read_line())
        return answers

    assert host.run(main()) == [b"end", b"", b"with"]
    assert host.reported == []


def test_a_task_that_outlives_the_handler_still_reads(host: Host) -> None:
    async def main() -> bytes:
        reading = asyncio.get_running_loop().create_future()

        async def handler(socket: netuv.Socket) -> None:
            reading.set_result(asyncio.ensure_future(socket.read_exactly(5)))
            await asyncio.sleep(0)

        async with listening(handler) as server:
            client = netuv.connect(port_of(server), HOST, allow_half_open=True)
            assert await client.read_line() == b""  # the handler has returned
            client.end(b"12345")
            data: bytes = await (await reading)
            return data

    assert host.run(main()) == b"12345"


# -- a handler that fails ----------------------------------------------------------------


def test_the_exception_of_a_handler_destroys_its_socket_and_no_other(host: Host) -> None:
    async def handler(socket: netuv.Socket) -> None:
        if await socket.read_line() == b"fail\n":
            raise LookupError("bad")
        socket.write(b"still here")

    async def main() -> tuple[bytes, bytes]:
        async with listening(handler) as server:
            good, bad = await connect_to(server), await connect_to(server)
            bad.write(b"fail\n")
            nothing = await bad.read_line()
            assert len(host.reported) == 1
            good.write(b"go on\n")
            return nothing, await good.read_line()

    assert host.run(main()) == (b"", b"still here")
    assert [str(error) for error in host.errors()] == ["bad"]


def test_the_report_names_the_listener_and_its_task(host: Host) -> None:
    async def handler(socket: netuv.Socket) -> None:
        raise LookupError("bad")

    async def main() -> None:
        async with listening(handler) as server:
            await (await connect_to(server)).read_line()

    host.run(main())
    gc.collect()  # asyncio itself would complain of an exception never retrieved
    (context,) = host.reported
    assert context["message"] == "Exception in an async listener of 'connection'"
    assert isinstance(context["exception"], LookupError)
    assert context["task"].get_name().startswith("netuv connection from 127.0.0.1:")
    assert context["task"].exception() is context["exception"]


def test_the_reset_of_a_peer_ends_the_handler_that_reads(host: Host) -> None:
    async def main() -> list[type]:
        seen: list[type] = []

        async def handler(socket: netuv.Socket) -> None:
            try:
                await socket.read_exactly(1)
            except ConnectionResetError as error:
                seen.append(type(error))

        async with listening(handler) as server:
            client = await connect_to(server)
            await settled()
            client.reset_and_destroy()
            await until(lambda: seen)
        return seen

    assert host.run(main()) == [ConnectionResetError]
    assert host.reported == []


def test_a_cancelled_task_destroys_its_socket_without_a_report(host: Host) -> None:
    async def main() -> bytes:
        tasks: list[Any] = []

        async def handler(socket: netuv.Socket) -> None:
            tasks.append(asyncio.current_task())
            await socket.read_exactly(1)

        async with listening(handler) as server:
            client = await connect_to(server)
            await until(lambda: tasks)
            tasks[0].cancel()
            line: bytes = await client.read_line()
            return line

    assert host.run(main()) == b""
    assert host.reported == []


# -- what a task is ----------------------------------------------------------------------


def test_the_task_of_a_connection_has_the_name_of_its_peer(host: Host, short_path: Path) -> None:
    async def main() -> list[str]:
        names: list[str] = []

        async def handler(socket: netuv.Socket) -> None:
            task: Any = asyncio.current_task()
            names.append(task.get_name())

        async with listening(handler) as server:
            client = await connect_to(server)
            port = client.local_port
            await client.read_line()
        assert names.pop() == f"netuv connection from 127.0.0.1:{port}"
        path = str(short_path / "s")
        async with netuv.create_server(handler).listen(path):
            await (await netuv.connect(path)).read_line()
        return names

    assert host.run(main()) == ["netuv connection"]


def test_a_task_has_the_context_in_which_its_listener_was_added(host: Host) -> None:
    variable = contextvars.ContextVar("variable", default="none")

    async def main() -> list[str]:
        seen: list[str] = []

        async def handler(socket: netuv.Socket) -> None:
            seen.append(variable.get())
            variable.set("a handler's own")

        netuv.get_loop()
        variable.set("registered")
        server = netuv.create_server(handler)
        variable.set("later")
        async with server.listen(0, HOST):
            for _ in range(2):
                await (await connect_to(server)).read_line()
        assert variable.get() == "later"
        return seen

    assert host.run(main()) == ["registered", "registered"]


class Service:
    """Handlers that are no plain functions."""

    def __init__(self) -> None:
        self.served: list[str] = []

    async def method(self, socket: netuv.Socket) -> None:
        self.served.append("method")

    async def __call__(self, socket: netuv.Socket) -> None:
        self.served.append("object")

    async def of(self, what: str, socket: netuv.Socket) -> None:
        self.served.append(what)


@pytest.mark.parametrize("kind", ["method", "object", "partial", "partial of an object"])
def test_whatever_is_called_as_an_async_function_is_one(host: Host, kind: str) -> None:
    service = Service()
    handlers: dict[str, Any] = {
        "method": service.method,
        "object": service,
        "partial": functools.partial(service.of, "partial"),
        "partial of an object": functools.partial(service),
    }

    async def main() -> None:
        async with listening(handlers[kind]) as server:
            assert server.listeners("connection") == [handlers[kind]]
            await (await connect_to(server)).read_line()

    host.run(main())
    assert service.served == [kind.replace("partial of an object", "object")]


def test_the_decorator_takes_an_async_function(host: Host) -> None:
    async def main() -> bytes:
        async with netuv.create_server().listen(0, HOST) as server:

            @server.on("connection")
            async def handler(socket: netuv.Socket) -> None:
                socket.write(b"decorated")

            line: bytes = await (await connect_to(server)).read_line()
            assert inspect.iscoroutinefunction(handler)
            return line

    assert host.run(main()) == b"decorated"


def test_an_async_listener_for_once_is_called_once(host: Host) -> None:
    async def main() -> list[str]:
        seen: list[str] = []

        async def first(socket: netuv.Socket) -> None:
            seen.append("once")

        async with netuv.create_server().listen(0, HOST) as server:
            server.once("connection", first)
            await (await connect_to(server)).read_line()
            assert server.listener_count("connection") == 0
            client = await connect_to(server)
            (await server.__aiter__().__anext__()).destroy()
            client.destroy()
        return seen

    assert host.run(main()) == ["once"]


def test_an_async_listener_is_taken_off_by_its_function(host: Host) -> None:
    async def main() -> None:
        async def handler(socket: netuv.Socket) -> None:
            raise AssertionError("taken off")

        server = netuv.create_server(handler)
        server.prepend_once_listener("connection", handler)
        server.off("connection", handler).off("connection", handler)
        assert server.event_names() == []

    host.run(main())


def test_of_several_async_listeners_the_last_to_return_ends_the_socket(host: Host) -> None:
    async def main() -> tuple[bytes, list[str]]:
        seen: list[str] = []

        async def short(socket: netuv.Socket) -> None:
            seen.append("short")

        async def long(socket: netuv.Socket) -> None:
            await settled()
            seen.append("long")
            socket.write(b"written by the long one")

        server = netuv.create_server(short)
        server.on("connection", long)
        async with server.listen(0, HOST):
            line: bytes = await (await connect_to(server)).read_line()
        return line, seen

    assert host.run(main()) == (b"written by the long one", ["short", "long"])
    assert host.reported == []


def test_a_running_task_is_not_garbage(host: Host) -> None:
    async def main() -> bytes:
        waiting: list[Any] = []

        async def handler(socket: netuv.Socket) -> None:
            future = asyncio.get_running_loop().create_future()
            waiting.append(weakref.ref(future))
            await future
            socket.write(b"alive")

        async with listening(handler) as server:
            client = await connect_to(server)
            await until(lambda: waiting)
            for _ in range(3):
                gc.collect()
                await settled()
            assert waiting[0]() is not None
            waiting[0]().set_result(None)
            line: bytes = await client.read_line()
            return line

    assert host.run(main()) == b"alive"


def test_tasks_that_are_over_are_forgotten(host: Host) -> None:
    async def main() -> None:
        async def handler(socket: netuv.Socket) -> None:
            await socket.read_line()

        async with listening(handler) as server:
            client = await connect_to(server)
            await until(server._tasks)
            client.end()
            await until(lambda: not server._tasks())

    host.run(main())


# -- other events ------------------------------------------------------------------------


def test_each_event_is_a_task_of_its_own(host: Host) -> None:
    async def main() -> tuple[list[bytes], set[str]]:
        seen: list[bytes] = []
        names: set[str] = set()

        async def on_data(chunk: bytes) -> None:
            task: Any = asyncio.current_task()
            names.add(task.get_name())
            await asyncio.sleep(0)
            seen.append(chunk)

        async def handler(socket: netuv.Socket) -> None:
            for number in range(5):
                socket.write(b"%d" % number)
                await settled()

        async with listening(handler) as server:
            client = netuv.connect(port_of(server), HOST).on("data", on_data)
            await netuv.once(client, "close")
            await settled()
        return seen, names

    seen, names = host.run(main())
    assert b"".join(seen) == b"01234"
    assert len(seen) > 1
    assert names == {"netuv Socket data"}


def test_close_and_drop_have_async_listeners(host: Host) -> None:
    async def main() -> list[Any]:
        seen: list[Any] = []

        async def on_drop(info: netuv.DropInfo) -> None:
            await asyncio.sleep(0)
            seen.append(info.local_port == port)

        async def on_close() -> None:
            await asyncio.sleep(0)
            seen.append("server closed")

        async def on_socket_close(had_error: bool) -> None:
            await asyncio.sleep(0)
            seen.append(had_error)

        async with netuv.create_server().listen(0, HOST) as server:
            server.on("drop", on_drop).on("close", on_close)
            server.max_connections = 1
            port = port_of(server)
            first = await connect_to(server)
            second = netuv.connect(port, HOST).on("close", on_socket_close)
            second.on("error", lambda error: None).resume()
            await until(lambda: len(seen) == 2)
            (await server.__aiter__().__anext__()).destroy()
            first.destroy()
        await until(lambda: len(seen) == 3)
        return seen

    seen = host.run(main())
    assert sorted(map(str, seen[:2])) == ["False", "True"]
    assert seen[2] == "server closed"
    assert host.reported == []


def test_the_exception_of_any_async_listener_is_reported(host: Host) -> None:
    async def main() -> None:
        async def fail(value: int) -> None:
            raise LookupError(value)

        emitter = netuv.EventEmitter().on("event", fail)
        emitter.emit("event", 1)
        emitter.emit("event", 2)
        await settled()

    host.run(main())
    assert [error.args for error in host.errors()] == [(1,), (2,)]
    assert {context["task"].get_name() for context in host.reported} == {"netuv EventEmitter event"}


def test_an_async_error_listener_gets_the_error(host: Host, port: int) -> None:
    async def main() -> list[type]:
        seen: list[type] = []

        async def on_error(error: BaseException) -> None:
            await asyncio.sleep(0)
            seen.append(type(error))

        netuv.connect(port, HOST).on("error", on_error)
        await until(lambda: seen)
        return seen

    assert host.run(main()) == [ConnectionRefusedError]
    assert host.reported == []


def test_an_async_listener_outside_asyncio_is_refused(run: Callable[[], None]) -> None:
    async def handler(*args: object) -> None:
        raise AssertionError("never called")

    server = netuv.create_server()
    calls: list[Callable[[], Any]] = [
        lambda: netuv.create_server(handler),
        lambda: server.on("connection", handler),
        lambda: server.once("close", functools.partial(handler, 1)),
        lambda: server.prepend_listener("connection", handler),
        lambda: server.prepend_once_listener("connection", handler),
        lambda: server.listen(0, HOST, handler),
    ]
    for call in calls:
        with pytest.raises(netuv.StateError, match="asyncio") as raised:
            call()
        assert raised.value.code == "ERR_ASYNC_OUTSIDE_ASYNCIO"
    assert server.event_names() == []
    assert not server.listening
    run()


# -- with asyncio's own ------------------------------------------------------------------


@pytest.mark.skipif(sys.version_info < (3, 11), reason="asyncio.timeout came with Python 3.11")
def test_asyncio_timeout_ends_waits_of_a_handler(host: Host) -> None:
    async def handler(socket: netuv.Socket) -> None:
        try:
            async with asyncio.timeout(0.02):
                await socket.read_line()
        except TimeoutError:
            socket.write(b"too slow")

    async def main() -> bytes:
        async with listening(handler) as server:
            line: bytes = await (await connect_to(server)).read_line()
            return line

    assert host.run(main()) == b"too slow"
    assert host.reported == []


@pytest.mark.skipif(sys.version_info < (3, 11), reason="TaskGroup came with Python 3.11")
def test_a_task_group_cancels_what_waits(host: Host) -> None:
    async def fail(server: netuv.Server) -> None:
        socket = await connect_to(server)
        raise LookupError(await socket.read_exactly(3))

    async def main() -> list[Any]:
        seen: list[Any] = []
        async with netuv.create_server().listen(0, HOST) as server:

            async def accept() -> None:
                async for socket in server:
                    socket.write(b"bad")
                    try:
                        await socket.read_exactly(1)
                    finally:
                        seen.append("cancelled")
                        socket.destroy()

            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(accept())
                    group.create_task(fail(server))
            except BaseExceptionGroup as failed:  # noqa: F821 - a builtin of 3.11
                seen.extend(failed.exceptions)
        return seen

    first, error = host.run(main())
    assert first == "cancelled"
    assert error.args == (b"bad",)


def test_asyncio_wait_for_ends_the_wait_for_a_connection_and_loses_none(host: Host) -> None:
    async def main() -> bytes:
        async with netuv.create_server().listen(0, HOST) as server:
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(server.__aiter__().__anext__(), 0.02)
            client = await connect_to(server)
            socket = await asyncio.wait_for(server.__aiter__().__anext__(), 10)
            socket.end(b"in time")
            line: bytes = await client.read_line()
            return line

    assert host.run(main()) == b"in time"


def test_development_mode_gives_no_warning(host: Host) -> None:
    program = f"""
import asyncio, sys
sys.path[:0] = {sys.path!r}
import netuv
from support.hosts import Host

async def handler(socket):
    async for chunk in socket:
        socket.write(chunk)
        await socket.drain()

async def ask(server):
    async with netuv.connect(server.address().port, "127.0.0.1") as client:
        client.write(bytes(200_000))
        await client.read_exactly(200_000)

async def main():
    asyncio.get_running_loop().slow_callback_duration = 2
    async with netuv.create_server(handler).listen(0, "127.0.0.1") as server:
        await asyncio.gather(*(ask(server) for _ in range(10)))
        left = await netuv.connect(server.address().port, "127.0.0.1")
        waiting = asyncio.ensure_future(left.read_exactly(1))
        await netuv.dns.lookup("localhost")
        counts = await server.shutdown(20)
        assert counts.reset + counts.ended == 1, counts
    await asyncio.wait([waiting])
    waiting.exception()

host = Host({host.name!r})
host.run(main(), debug=True)
assert host.reported == [], host.reported
"""
    run_program(program, "-X", "dev")
