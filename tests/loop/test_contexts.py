"""Context variables: what an object's listeners see, and what they set, is nobody else's."""

from __future__ import annotations

import asyncio
import contextvars
import socket as sockets
import threading
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.hosts import Host, settled, until
from support.peers import HOST, port_of

import netuv

user: contextvars.ContextVar[str] = contextvars.ContextVar("user", default="nobody")

Run = Callable[..., None]
Seen = list[tuple[str, str]]


@pytest.fixture(params=["own loop", "asyncio", "asyncio by a thread", "uvloop"])
def program(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Runs ``main(done)`` in the context of ``user="main"`` until ``done()`` was called."""
    if "thread" in request.param:
        monkeypatch.setenv("NETUV_AIO", "thread")
    if request.param == "uvloop":
        pytest.importorskip("uvloop")
    host = Host(request.param)

    def on_own_loop(main: Callable[[Callable[[], None]], Any]) -> None:
        loop = netuv.Loop()
        finished: list[bool] = []

        def give_up() -> None:
            raise AssertionError("the program hangs")

        def end() -> None:
            finished.append(True)
            guard.close()
            loop.stop()

        with loop:
            guard = netuv.set_timeout(give_up, 20_000)
            user.set("main")
            main(end)
            user.set("run")
            loop.run()
        loop.close()
        assert finished

    def in_asyncio(main: Callable[[Callable[[], None]], Any]) -> None:
        async def run() -> None:
            netuv.get_loop()
            user.set("main")
            done = asyncio.get_running_loop().create_future()
            main(lambda: done.done() or done.set_result(None))
            user.set("run")
            await done

        host.run(run())
        assert host.reported == []

    yield on_own_loop if request.param == "own loop" else in_asyncio


def note(seen: Seen, emitter: netuv.EventEmitter, *events: str, sets: str = "") -> None:
    """Has the first value that each event's listener sees noted, and then ``sets`` one."""

    def listen(event: str) -> None:
        def listener(*_: Any) -> None:
            seen.append((event, user.get()))
            if sets:
                user.set(f"{sets} {event}")

        emitter.on(event, listener)

    for event in events:
        listen(event)


def test_a_connection_has_a_context_of_its_own(program: Run) -> None:
    seen: Seen = []

    def main(done: Callable[[], None]) -> None:
        def serve(socket: netuv.Socket) -> None:
            seen.append(("connection", user.get()))
            user.set("connection")

            def data(chunk: bytes) -> None:
                seen.append(("data", user.get()))
                user.set(chunk.decode())
                socket.write(chunk)

            socket.on("data", data)
            socket.on("close", lambda *_: connect())

        names = ["a", "b"]

        def connect() -> None:
            if not names:
                server.close(done)
                return
            client = netuv.connect(port_of(server), HOST)
            client.write(names.pop(0).encode())
            client.once("data", lambda chunk: client.write(b"again"))
            client.on("data", lambda chunk: chunk == b"again" and client.end())

        server = netuv.create_server(serve)
        user.set("later")
        server.listen(0, HOST, connect)

    program(main)
    one = [("connection", "main"), ("data", "connection")]
    assert seen == [*one, ("data", "a"), *one, ("data", "b")]


def test_all_events_of_a_connection_see_what_the_one_before_has_set(program: Run) -> None:
    seen: Seen = []
    events = ("data", "timeout", "drain", "end", "finish", "close")

    def main(done: Callable[[], None]) -> None:
        def serve(socket: netuv.Socket) -> None:
            user.set("served connection")
            note(seen, socket, *events, sets="served")
            socket.once("data", lambda _: socket.set_timeout(20))
            socket.once("timeout", lambda: socket.write(bytes(8 << 20)))
            socket.once("drain", lambda: client.end())

        server = netuv.create_server(serve).listen(0)
        client = netuv.connect(port_of(server), HOST)
        user.set("elsewhere")
        client.resume()
        client.write(b"x")
        client.on("close", lambda *_: server.close(done))

    program(main)
    assert seen[0] == ("data", "served connection")
    for (event, _), (_, value) in zip(seen, seen[1:]):
        assert value == f"served {event}"
    assert {event for event, _ in seen} == set(events)


def test_a_clients_events_run_in_the_context_it_was_made_in(program: Run) -> None:
    seen: Seen = []

    def main(done: Callable[[], None]) -> None:
        server = netuv.create_server(lambda socket: socket.end(b"bye")).listen(0)
        user.set("client")
        client = netuv.Socket()
        user.set("connecting")
        client.connect(port_of(server), "localhost", family=4)
        user.set("listening")
        note(seen, client, "lookup", "connection_attempt", "connect", "ready", "data", "end")
        note(seen, client, "close")
        client.on("close", lambda *_: server.close(done))

    program(main)
    assert len(seen) == 7
    assert {value for _, value in seen} == {"client"}


def test_what_is_destroyed_elsewhere_ends_in_its_own_context(program: Run) -> None:
    seen: Seen = []

    def main(done: Callable[[], None]) -> None:
        user.set("client")
        client = netuv.connect(1, HOST, lookup=lambda *_, **__: None)
        note(seen, client, "error", "close", sets="client")
        client.on("close", lambda *_: done())
        user.set("destroyer")
        client.destroy(ValueError("no more"))

    program(main)
    assert seen == [("error", "client"), ("close", "client error")]


def test_attempts_are_emitted_in_the_sockets_context(program: Run) -> None:
    seen: Seen = []
    events = (
        "lookup",
        "connection_attempt",
        "connection_attempt_failed",
        "connection_attempt_timeout",
        "error",
        "close",
    )

    def main(done: Callable[[], None]) -> None:
        def lookup(name: str, callback: Any, **_: Any) -> None:
            user.set("lookup")
            netuv.set_timeout(callback, 1, None, [(HOST, 4), (hanging, 4), (HOST, 4)])

        with sockets.socket() as free:
            free.bind((HOST, 0))
            port = free.getsockname()[1]
        hanging = "127.0.0.2"
        user.set("client")
        client = netuv.Socket()
        user.set("elsewhere")
        blocker = netuv.BlockList()
        blocker.add_address(hanging)
        client.connect(port, "name", lookup=lookup, auto_select_family=True, block_list=blocker)
        note(seen, client, *events, sets="own")
        client.on("close", lambda *_: done())

    program(main)
    assert seen[0] == ("lookup", "client")
    assert all(value.startswith("own ") for _, value in seen[1:])
    assert [event for event, _ in seen][-2:] == ["error", "close"]


def test_an_idle_timeout_before_a_connection_is_emitted_in_the_sockets_context(
    program: Run,
) -> None:
    seen: Seen = []

    def main(done: Callable[[], None]) -> None:
        user.set("socket")
        socket = netuv.Socket()
        user.set("elsewhere")
        socket.set_timeout(5)
        note(seen, socket, "timeout")
        socket.once("timeout", done)
        netuv.set_timeout(lambda: None, 1000).unref()
        netuv.set_timeout(lambda: None, 100)

    program(main)
    assert seen == [("timeout", "socket")]


def test_a_servers_events_run_in_its_context(program: Run, short_path: Path) -> None:
    seen: Seen = []

    def main(done: Callable[[], None]) -> None:
        user.set("server")
        server = netuv.create_server()
        taken = netuv.create_server()
        user.set("listen")
        note(seen, server, "listening", "close", sets="own")
        server.listen(str(short_path / "s"))
        note(seen, taken, "error")
        taken.on("error", lambda error: server.close(done))
        server.once("listening", lambda: taken.listen(0, "192.0.2.1"))

    program(main)
    assert seen == [("listening", "server"), ("error", "server"), ("close", "own listening")]


def test_a_servers_failed_lookup_is_emitted_in_its_context(program: Run) -> None:
    seen: Seen = []

    def main(done: Callable[[], None]) -> None:
        user.set("server")
        server = netuv.create_server()
        user.set("listen")
        note(seen, server, "error")
        server.once("error", lambda error: done())
        server.listen(0, "no such host.invalid")

    program(main)
    assert seen == [("error", "server")]


CALLS: dict[str, Callable[[Callable[..., None]], Any]] = {
    "next_tick": netuv.next_tick,
    "set_immediate": netuv.set_immediate,
    "set_timeout": lambda call: netuv.set_timeout(call, 1),
    "call_soon_threadsafe": lambda call: netuv.get_loop().call_soon_threadsafe(call),
    "lookup of an address": lambda call: netuv.dns.lookup(HOST, call),
    "lookup of a name": lambda call: netuv.dns.lookup("localhost", call),
    "lookup of nothing": lambda call: netuv.dns.lookup("", call),
    "get_connections": lambda call: netuv.create_server().get_connections(call),
    "shutdown": lambda call: netuv.create_server().shutdown(0, call),
}


@pytest.mark.parametrize("name", CALLS)
def test_what_is_called_later_sees_the_context_of_the_call(program: Run, name: str) -> None:
    seen: Seen = []

    def main(done: Callable[[], None]) -> None:
        def first(*_: Any) -> None:
            seen.append(("first", user.get()))
            user.set("set by the first")

        def second(*_: Any) -> None:
            seen.append(("second", user.get()))
            done()

        user.set("a")
        CALLS[name](first)
        user.set("b")
        netuv.set_timeout(lambda: CALLS[name](second), 50)
        user.set("c")

    program(main)
    assert seen == [("first", "a"), ("second", "b")]


def test_an_interval_keeps_one_context(program: Run) -> None:
    seen: list[str] = []

    def main(done: Callable[[], None]) -> None:
        def tick() -> None:
            seen.append(user.get())
            user.set(f"tick {len(seen)}")
            if len(seen) == 3:
                interval.close()
                done()

        interval = netuv.set_interval(tick, 1)

    program(main)
    assert seen == ["main", "tick 1", "tick 2"]


def test_a_thread_hands_over_its_own_context(program: Run) -> None:
    seen: list[str] = []

    def main(done: Callable[[], None]) -> None:
        loop = netuv.get_loop()
        keep = netuv.set_timeout(lambda: None, 10_000)

        def arrive() -> None:
            seen.append(user.get())
            keep.close()
            done()

        def other() -> None:
            user.set("thread")
            loop.call_soon_threadsafe(arrive)

        threading.Thread(target=other).start()

    program(main)
    assert seen == ["thread"]


def test_a_handle_used_alone_calls_back_in_the_context_it_was_used_in(program: Run) -> None:
    seen: Seen = []

    def main(done: Callable[[], None]) -> None:
        def accept(error: Any, handle: netuv.TCP) -> None:
            seen.append(("connection", user.get()))
            user.set("accepted")

            def read(error: Any, data: Any) -> None:
                seen.append(("read", user.get()))
                user.set("read")
                if data is None:
                    handle.close(lambda: seen.append(("closed", user.get())))
                    if connect(False):
                        return
                    listener.close(done)

            handle.read_start(read)

        listener = netuv.TCP()
        listener.bind(HOST)
        listener.listen(5, accept)
        clients = [netuv.Socket(), netuv.Socket()]
        user.set("elsewhere")

        def connect(first: bool) -> bool:
            if clients:
                clients.pop().connect(listener.getsockname().port, HOST).end(b"x")
            return bool(clients) or first

        connect(True)
        connect(True)

    program(main)
    assert [value for event, value in seen if event == "connection"] == ["main", "main"]
    assert [value for event, value in seen if event == "read"][:1] == ["accepted"]
    assert {value for event, value in seen if event == "read"} == {"accepted", "read"}


def test_a_lookup_may_answer_at_once_within_the_sockets_own_event(program: Run) -> None:
    seen: Seen = []

    def main(done: Callable[[], None]) -> None:
        server = netuv.create_server(lambda socket: socket.end()).listen(0)
        port = port_of(server)

        def lookup(name: str, callback: Any, **_: Any) -> None:
            callback(None, HOST, 4)

        def again(*_: Any) -> None:
            client.off("close", again)
            client.on("close", lambda *_: server.close(done))
            client.connect(port, "name", lookup=lookup)

        client = netuv.connect(port, "name", lookup=lookup)
        client.resume()
        client.on("close", again)
        note(seen, client, "connect", "close", sets="own")

    program(main)
    values = [value for _, value in seen]
    assert values == ["main", "own connect", "own close", "own connect"]


def test_an_exception_out_of_a_listener_leaves_the_context(program: Run) -> None:
    seen: Seen = []

    def main(done: Callable[[], None]) -> None:
        def serve(socket: netuv.Socket) -> None:
            def data(chunk: bytes) -> None:
                seen.append(("data", user.get()))
                user.set("kept")
                if len(seen) == 1:
                    socket.write(b"x")
                    netuv.next_tick(lambda: None)
                    try:
                        raise RuntimeError("a listener's own")
                    except RuntimeError:
                        return
                socket.end()

            socket.on("data", data)

        server = netuv.create_server(serve).listen(0)
        client = netuv.connect(port_of(server), HOST)
        client.write(b"x")
        client.on("data", client.write)
        client.on("close", lambda *_: server.close(done))

    program(main)
    assert seen == [("data", "main"), ("data", "kept")]


def test_piped_streams_and_pipeline_callbacks_run_in_their_own_contexts(program: Run) -> None:
    seen: Seen = []

    def main(done: Callable[[], None]) -> None:
        user.set("source")
        source = netuv.stream.PassThrough()
        user.set("target")
        target = netuv.stream.PassThrough()
        note(seen, source, "end", "close")
        note(seen, target, "finish", "close")
        user.set("pipeline")

        def over(error: Any) -> None:
            seen.append(("over", user.get()))
            assert error is None
            done()

        netuv.stream.pipeline(source, target, over)
        user.set("elsewhere")
        target.resume()
        source.end(b"data")

    program(main)
    assert ("over", "pipeline") in seen
    assert ("close", "source") in seen
    assert ("end", "source") in seen


def in_task(name: str, coroutine: Coroutine[Any, Any, Any]) -> Any:
    context = contextvars.copy_context()
    context.run(user.set, name)
    return context.run(asyncio.ensure_future, coroutine)


def test_tasks_keep_their_contexts_and_an_async_listener_has_the_connections(host: Host) -> None:
    seen: Seen = []

    async def main() -> None:
        user.set("server")

        async def serve(socket: netuv.Socket) -> None:
            seen.append(("task", user.get()))
            user.set("a task's")
            async for chunk in socket:
                seen.append(("chunk", user.get()))
                socket.write(chunk)

        server = netuv.create_server()
        server.on("connection", lambda socket: user.set("set before"))
        server.on("connection", serve)
        await server.listen(0, HOST)

        async def client(name: str) -> None:
            async with netuv.connect(port_of(server), HOST) as socket:
                socket.write(b"x")
                await socket.read_exactly(1)
                seen.append((name, user.get()))

        for name in "ab":
            await in_task(name, client(name))
        assert user.get() == "server"
        async with server:
            pass

    host.run(main())
    one = [("task", "set before"), ("chunk", "a task's")]
    assert seen == [*one, ("a", "a"), *one, ("b", "b")]
    assert host.reported == []


def test_an_object_made_by_a_task_has_the_tasks_context(host: Host) -> None:
    seen: Seen = []

    async def main() -> None:
        server = netuv.create_server(lambda socket: socket.pipe(socket)).listen(0)

        async def dial(name: str) -> None:
            client = await netuv.connect(port_of(server), HOST)
            note(seen, client, "data")
            client.write(b"x")
            await netuv.once(client, "data")
            client.destroy()

        await asyncio.gather(in_task("a", dial("a")), in_task("b", dial("b")))
        server.close()

    host.run(main())
    assert sorted(seen) == [("data", "a"), ("data", "b")]


def test_onread_is_called_in_the_sockets_context(program: Run) -> None:
    seen: Seen = []

    def main(done: Callable[[], None]) -> None:
        def callback(length: int, buffer: Any) -> bool:
            seen.append(("onread", user.get()))
            user.set("own")
            if len(seen) == 1:
                netuv.set_immediate(lambda: (client.resume(), served[0].end(b"y")))
            return len(seen) != 1

        def serve(socket: netuv.Socket) -> None:
            served.append(socket)
            socket.write(b"x")

        served: list[netuv.Socket] = []
        server = netuv.create_server(serve).listen(0)
        user.set("client")
        onread: Any = {"buffer": bytearray(10), "callback": callback}
        client = netuv.connect(port=port_of(server), host=HOST, onread=onread)
        user.set("elsewhere")
        client.on("close", lambda *_: server.close(done))

    program(main)
    assert seen == [("onread", "client"), ("onread", "own")]


def test_an_own_loop_with_an_empty_context_does_nothing_about_it(
    loop: netuv.Loop, run: Callable[[], None]
) -> None:
    """What the program sets itself is then seen by all, as in a program without a loop."""
    seen: Seen = []
    assert len(contextvars.copy_context()) == 0

    def serve(socket: netuv.Socket) -> None:
        assert socket._context is None

        def data(chunk: bytes) -> None:
            assert data in loop._slots.sinks  # the listener itself
            seen.append(("data", user.get()))
            user.set(chunk.decode())
            socket.end()

        socket.on("data", data)
        socket.on("close", lambda *_: seen.append(("close", user.get())))

    server = netuv.create_server(serve).listen(0)
    client = netuv.connect(port_of(server), HOST).resume()
    client.end(b"set")
    client.on("close", lambda *_: server.close())
    run()
    assert seen == [("data", "nobody"), ("close", "set")]


def test_an_accepted_socket_of_a_server_without_a_context_has_none(
    loop: netuv.Loop, run: Callable[[], None]
) -> None:
    kept: list[Any] = []

    def serve(socket: netuv.Socket) -> None:
        kept.append(socket._context)
        socket.destroy()
        server.close()

    server = netuv.create_server(serve).listen(0)
    netuv.connect(port_of(server), HOST)
    user.set("later")
    run()
    assert kept == [None]


def test_exceptions_of_listeners_leave_the_loop_whole(host: Host) -> None:
    async def main() -> list[str]:
        values: list[str] = []

        def serve(socket: netuv.Socket) -> None:
            def data(chunk: bytes) -> None:
                values.append(user.get())
                user.set("set")
                raise ValueError("a listener's own")

            socket.on("data", data)

        server = await netuv.create_server(serve).listen(0, HOST)
        client = await netuv.connect(port_of(server), HOST)
        for count in (1, 2):
            client.write(b"x")
            await until(lambda: len(values) == count)  # noqa: B023
        client.destroy()
        await settled()
        server.close()
        return values

    assert host.run(main()) == ["nobody", "set"]
    assert [type(error) for error in host.errors()] == [ValueError, ValueError]
