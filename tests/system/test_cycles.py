"""What is over goes at once, by reference counts: no cycle of netuv's own making is left.

Each way is gone once with the collector on, then again with it off: of netuv's own objects
none may be left but those that were there before.
"""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import functools
import gc
import platform
import socket as sockets
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.hosts import Host, settled, until
from support.peers import HOST, port_of

import netuv
from netuv.stream import Duplex, PassThrough, Readable, Writable, finished, pipeline

LOAD = bytes(6 << 20)  # more than the kernel takes at once

Done = Callable[[], None]
Way = Callable[[Done], Any]

pytestmark = pytest.mark.skipif(
    platform.python_implementation() != "CPython", reason="counts references"
)


def alive() -> Counter[str]:
    """How many objects of netuv's classes there are, by class."""
    found: Counter[str] = Counter()
    for thing in gc.get_objects():
        kind = type(thing)
        if kind.__module__.partition(".")[0] == "netuv":
            found[kind.__qualname__] += 1
    return found


@contextlib.contextmanager
def without_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def left_over(before: Counter[str]) -> dict[str, int]:
    return dict(alive() - before)


async def all_closed() -> None:
    """Waits until the loop has no handle any more, and then for what is emitted about that."""
    owners = netuv.get_loop()._slots.owners
    await until(lambda: not any(isinstance(owner, (netuv.TCP, netuv.Pipe)) for owner in owners))
    await settled()


# -- the ways of a connection to its end ---------------------------------------------------


def serve(done: Done, served: Callable[[netuv.Socket], Any], **options: Any) -> netuv.Server:
    """A server for one connection; ``done`` once both ends are closed."""

    def accept(socket: netuv.Socket) -> None:
        socket.on("error", ignore)
        served(socket)
        servers.pop().close()

    server = netuv.create_server(accept, **options)
    servers = [server]  # not in the listener: that cycle would be the test's own
    server.once("close", lambda: netuv.set_immediate(netuv.set_immediate, done))
    return server.listen(0)


def dial(server: netuv.Server, **options: Any) -> netuv.Socket:
    return netuv.connect(port=port_of(server), host=HOST, **options).on("error", ignore)


def ignore(*_: Any) -> None:
    """Listens to what is of no interest."""


def call(method: str, *args: Any) -> Callable[[netuv.Socket], Any]:
    return lambda socket: getattr(socket, method)(*args)


def by_end(done: Done) -> None:
    dial(serve(done, call("end", b"bye"))).resume()


def by_the_peers_end(done: Done) -> None:
    dial(serve(done, call("resume"))).resume().end(b"bye")


def by_destroy(done: Done) -> None:
    dial(serve(done, call("destroy"))).resume()


def by_destroy_with_an_error(done: Done) -> None:
    dial(serve(done, call("destroy", ValueError("an error")))).resume()


def by_reset(done: Done) -> None:
    dial(serve(done, call("reset_and_destroy"))).resume()


def by_reset_while_connecting(done: Done) -> None:
    dial(serve(done, call("resume"))).reset_and_destroy()


def by_destroy_while_connecting(done: Done) -> None:
    server = serve(done, call("resume"))
    socket = dial(server)
    socket.once("connect", ignore)
    socket.write(b"never", ignore)
    socket.write(b"sent", ignore)
    socket.end(ignore)
    socket.resume()
    socket.destroy()
    server.close()
    server.remove_all_listeners("connection")


def by_destroy_soon(done: Done) -> None:
    def end(socket: netuv.Socket) -> None:
        socket.write(LOAD)
        socket.destroy_soon()

    dial(serve(done, end)).resume()


def by_destroy_before_destroy_soon_is_done(done: Done) -> None:
    def end(socket: netuv.Socket) -> None:
        socket.write(LOAD, ignore)
        socket.destroy_soon()
        socket.destroy()

    dial(serve(done, end)).resume()


def by_destroy_while_ending(done: Done) -> None:
    def end(socket: netuv.Socket) -> None:
        socket.end(b"x", ignore)
        netuv.set_immediate(socket.destroy)

    dial(serve(done, end)).resume()


def by_destroy_while_writing(done: Done) -> None:
    def end(socket: netuv.Socket) -> None:
        socket.write(LOAD, ignore)
        socket.write(LOAD)
        netuv.set_timeout(socket.destroy, 5)

    socket = dial(serve(done, end)).pause()
    netuv.set_timeout(socket.resume, 10)


def by_timeout(done: Done) -> None:
    def time_out(socket: netuv.Socket) -> None:
        socket.set_timeout(5, socket.destroy)

    dial(serve(done, time_out)).resume()


def by_a_timeout_before_the_connection(done: Done) -> None:
    socket = netuv.Socket()
    socket.set_timeout(1)
    socket.once("close", lambda *_: netuv.set_immediate(done))
    netuv.set_timeout(socket.destroy, 5)


def by_refusal(done: Done) -> None:
    with sockets.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    socket = netuv.connect(port, HOST)
    socket.once("connect", ignore)
    socket.write(b"never", ignore)
    socket.on("error", ignore)
    socket.on("close", lambda *_: netuv.set_immediate(done))


def by_refusal_of_many(done: Done, attempts: Any = True) -> None:
    with sockets.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]

    def lookup(name: str, callback: Any, **_: Any) -> None:
        netuv.set_immediate(callback, None, [(HOST, 4), ("127.0.0.2", 4), ("127.0.0.3", 4)])

    socket = netuv.connect(port=port, host="name", lookup=lookup, auto_select_family=attempts)
    socket.on("error", ignore)
    socket.on("close", lambda *_: netuv.set_immediate(done))


def by_refusal_of_many_at_once(done: Done) -> None:
    by_refusal_of_many(done, "parallel")


def by_the_second_address(done: Done) -> None:
    def lookup(name: str, callback: Any, **_: Any) -> None:
        netuv.set_immediate(callback, None, [("127.0.0.2", 4), (HOST, 4)])

    server = netuv.create_server(lambda socket: (socket.end(), servers.pop().close()))
    servers = [server]
    server.once("close", lambda: netuv.set_immediate(netuv.set_immediate, done))

    def connect() -> None:
        netuv.connect(
            port=port_of(servers[0]), host="name", lookup=lookup, auto_select_family=True
        ).resume()

    server.listen(0, HOST, connect)


def by_a_failed_lookup(done: Done) -> None:
    def lookup(name: str, callback: Any, **_: Any) -> None:
        netuv.set_immediate(callback, LookupError("not found"))

    socket = netuv.connect(port=1, host="name", lookup=lookup).on("error", ignore)
    socket.on("close", lambda *_: netuv.set_immediate(done))


def by_a_lookup_that_raises(done: Done) -> None:
    def lookup(name: str, callback: Any, **_: Any) -> None:
        raise LookupError("broken")

    socket = netuv.Socket()
    with contextlib.suppress(LookupError):
        socket.connect(port=1, host="name", lookup=lookup)
    socket.on("close", lambda *_: netuv.set_immediate(done)).destroy()


def by_a_real_lookup(done: Done) -> None:
    server = serve(done, call("end"))
    netuv.connect(port=port_of(server), host="localhost", family=4).resume()


def by_a_signal(done: Done) -> None:
    controller = netuv.AbortController()

    def accept(socket: netuv.Socket) -> None:
        socket.resume()
        controller.abort()

    dial(serve(done, accept), signal=controller.signal)


def with_a_signal_that_is_not_used(done: Done) -> None:
    dial(serve(done, call("end")), signal=netuv.AbortController().signal).resume()


def over_a_path(done: Done) -> None:
    server = netuv.create_server(lambda socket: (socket.end(b"x"), servers.pop().close()))
    servers = [server]
    server.once("close", lambda: netuv.set_immediate(netuv.set_immediate, done))
    server.listen(f"\0netuv cycles {id(done)}")
    netuv.connect(f"\0netuv cycles {id(done)}").resume()


def to_no_path(done: Done) -> None:
    socket = netuv.connect("/no/such/path").on("error", ignore)
    socket.on("close", lambda *_: netuv.set_immediate(done))


def into_a_buffer(done: Done) -> None:
    onread: Any = {"buffer": bytearray(100), "callback": ignore}
    dial(serve(done, call("end", bytes(1000))), onread=onread)


def by_an_echo_pipe(done: Done) -> None:
    socket = dial(serve(done, lambda socket: socket.pipe(socket)))
    socket.end(b"hello")
    socket.resume()


def by_an_echo_pipe_that_is_reset(done: Done) -> None:
    socket = dial(serve(done, lambda socket: socket.pipe(socket)))
    socket.write(b"hello")
    socket.once("data", lambda chunk: ends.pop().reset_and_destroy())
    ends = [socket]


def by_a_pipe_into_what_is_not_ended(done: Done) -> None:
    def accept(socket: netuv.Socket) -> None:
        socket.pipe(PassThrough(), end=False)
        socket.once("data", lambda chunk: netuv.set_immediate(socket_of.pop().destroy))
        socket_of = [socket]

    dial(serve(done, accept)).write(b"x")


def by_pipes_through_others(done: Done) -> None:
    def accept(socket: netuv.Socket) -> None:
        socket.pipe(PassThrough()).pipe(PassThrough()).pipe(socket)

    socket = dial(serve(done, accept))
    socket.end(LOAD)
    socket.resume()


def by_a_pipeline(done: Done) -> None:
    def accept(socket: netuv.Socket) -> None:
        pipeline(socket, PassThrough(), socket, ignore)

    socket = dial(serve(done, accept))
    socket.end(b"hello")
    socket.resume()


def by_a_pipeline_that_fails(done: Done) -> None:
    def accept(socket: netuv.Socket) -> None:
        pipeline(socket, PassThrough(), socket, ignore)
        socket.once("data", lambda chunk: ends.pop().reset_and_destroy())

    socket = dial(serve(done, accept))
    socket.write(b"hello")
    ends = [socket]


def by_finished(done: Done) -> None:
    def accept(socket: netuv.Socket) -> None:
        finished(socket, ignore)
        finished(socket, ignore, cleanup=True)
        finished(socket, ignore)()
        socket.end()

    dial(serve(done, accept)).resume()


def with_text_and_events(done: Done) -> None:
    def accept(socket: netuv.Socket) -> None:
        socket.set_encoding("utf8")
        for event in ("data", "end", "finish", "drain", "close", "readable", "timeout"):
            socket.on(event, ignore)
            socket.once(event, ignore)
            socket.prepend_once_listener(event, ignore)
        socket.cork()
        socket.write("text")
        socket.end()
        netuv.set_timeout(socket.destroy, 5)

    dial(serve(done, accept)).resume().end(b"text")


def with_a_replaced_emit(done: Done) -> None:
    def accept(socket: netuv.Socket) -> None:
        socket.emit = functools.partial(netuv.EventEmitter.emit, socket)
        socket.end()
        socket.once("close", lambda *_: sockets.pop().__dict__.clear())
        sockets = [socket]  # the user's own cycle, opened

    dial(serve(done, accept)).resume()


def with_a_replaced_method(done: Done) -> None:
    def accept(socket: netuv.Socket) -> None:
        socket._handle.write = ignore_write
        socket.write(b"x")
        socket.destroy()

    def ignore_write(chunks: Any, callback: Any = None) -> bool:
        return True

    dial(serve(done, accept)).resume()


def with_a_blocked_peer(done: Done) -> None:
    blocks = netuv.BlockList()
    blocks.add_address(HOST)
    server = netuv.create_server(ignore, block_list=blocks)
    server.on("drop", lambda info: server_of.pop().close())
    server.once("close", lambda: netuv.set_timeout(done, 5))
    server_of = [server]
    dial(server.listen(0)).resume()


def by_shutdown(done: Done) -> None:
    def accept(socket: netuv.Socket) -> None:
        socket.resume()
        server_of.pop().shutdown(5, lambda *_: (ends.pop().destroy(), netuv.set_timeout(done, 5)))

    server = netuv.create_server(accept)
    server_of = [server]
    ends = [dial(server.listen(0), allow_half_open=True)]


def with_a_failed_listen(done: Done) -> None:
    netuv.create_server().on("error", lambda error: netuv.set_immediate(done)).listen(
        0, "192.0.2.1"
    )


def by_a_signal_of_the_server(done: Done) -> None:
    controller = netuv.AbortController()
    server = netuv.create_server().listen(port=0, signal=controller.signal)
    server.once("listening", controller.abort)
    server.once("close", lambda: netuv.set_immediate(done))


def by_pausing_the_server(done: Done) -> None:
    server = netuv.create_server().listen(0)
    server.pause(10_000)
    server.once("close", lambda: netuv.set_immediate(done))
    server.close()


def connecting_again(done: Done) -> None:
    socket = netuv.Socket()
    server = netuv.create_server(call("end"))

    def again(*_: Any) -> None:
        socket = ends.pop()
        socket.once("close", lambda *_: server.close(lambda: netuv.set_immediate(done)))
        socket.connect(port_of(server), HOST)

    ends = [socket]
    socket.once("close", again).resume()
    socket.connect(port_of(server.listen(0)), HOST)


def with_handles_alone(done: Done) -> None:
    def accept(error: Any, handle: netuv.TCP) -> None:
        handle.read_start(ignore)
        handle.write(b"x", ignore)
        handle.close(ignore)
        handles.pop().close()
        netuv.set_timeout(done, 5)

    listener = netuv.TCP()
    listener.bind(HOST)
    listener.listen(5, accept)
    client = netuv.TCP()
    client.connect(HOST, listener.getsockname().port, ignore)
    netuv.set_timeout(client.close, 3)
    handles = [listener]


def with_plain_streams(done: Done) -> None:
    def write(stream: Any, chunk: Any, encoding: Any, callback: Any) -> None:
        callback()

    def final(stream: Any, callback: Any) -> None:
        callback()

    signal = netuv.AbortController().signal
    Readable.from_([b"a", b"b"]).pipe(Writable(write=write, final=final, signal=signal)).on(
        "close", lambda: netuv.set_immediate(done)
    )
    Duplex(read=lambda stream, size: None, write=write).destroy()
    Readable(read=lambda stream, size: None).on("error", ignore).destroy(ValueError("x"))


def whose_read_raises(done: Done) -> None:
    def read(stream: Any, size: int) -> None:
        raise ValueError("broken")

    stream = Readable(read=read).on("error", ignore).resume()
    stream.on("close", lambda: netuv.set_immediate(done))


WAYS: list[Way] = [
    by_end,
    by_the_peers_end,
    by_destroy,
    by_destroy_with_an_error,
    by_reset,
    by_reset_while_connecting,
    by_destroy_while_connecting,
    by_destroy_soon,
    by_destroy_before_destroy_soon_is_done,
    by_destroy_while_ending,
    by_destroy_while_writing,
    by_timeout,
    by_a_timeout_before_the_connection,
    by_refusal,
    by_refusal_of_many,
    by_refusal_of_many_at_once,
    by_the_second_address,
    by_a_failed_lookup,
    by_a_lookup_that_raises,
    by_a_real_lookup,
    by_a_signal,
    with_a_signal_that_is_not_used,
    over_a_path,
    to_no_path,
    into_a_buffer,
    by_an_echo_pipe,
    by_an_echo_pipe_that_is_reset,
    by_a_pipe_into_what_is_not_ended,
    by_pipes_through_others,
    by_a_pipeline,
    by_a_pipeline_that_fails,
    by_finished,
    with_text_and_events,
    with_a_replaced_emit,
    with_a_replaced_method,
    with_a_blocked_peer,
    by_shutdown,
    with_a_failed_listen,
    by_a_signal_of_the_server,
    by_pausing_the_server,
    connecting_again,
    with_handles_alone,
    with_plain_streams,
    whose_read_raises,
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("variables", ["no context", "a context"])
def test_no_object_is_left_on_netuvs_own_loop(
    loop: netuv.Loop, run: Callable[[], None], way: Way, variables: str
) -> None:
    if variables == "a context":
        contextvars.ContextVar("variable").set(1)
    over: list[int] = []
    way(lambda: over.append(1))
    run()
    with without_collector():
        before = alive()
        way(lambda: over.append(1))
        run()
        assert left_over(before) == {}
    assert over == [1, 1]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_no_object_is_left_inside_asyncio(way: Way) -> None:
    host = Host("asyncio")

    async def main() -> dict[str, int]:
        async def go() -> None:
            over = asyncio.get_running_loop().create_future()
            way(lambda: over.set_result(None))
            await over
            await all_closed()

        await go()
        with without_collector():
            before = alive()
            await go()
            return left_over(before)

    assert host.run(main()) == {}
    assert host.reported == []


# -- the ways of asyncio -------------------------------------------------------------------


class Ends:
    """A server that has a task serve each connection."""

    def __init__(self, handler: Any) -> None:
        self.server = netuv.create_server(handler)

    async def __aenter__(self) -> int:
        await self.server.listen(0, HOST)
        return port_of(self.server)

    async def __aexit__(self, *_: Any) -> None:
        await self.server.__aexit__(None, None, None)


async def lines(socket: netuv.Socket) -> None:
    while line := await socket.read_line():
        socket.write(line)


async def chunks(socket: netuv.Socket) -> None:
    async for chunk in socket:
        socket.write(chunk)
        await socket.drain()


async def read_lines() -> None:
    async with Ends(lines) as port, netuv.connect(port, HOST) as client:
        client.write(b"hello\n")
        await client.read_line()


async def read_chunks() -> None:
    async with Ends(chunks) as port, netuv.connect(port, HOST) as client:
        client.write(b"hello\n")
        async for _ in client:
            client.end()
        assert client.readable_ended


async def read_exactly_too_much() -> None:
    async with Ends(chunks) as port, netuv.connect(port, HOST) as client:
        client.end(b"hello\n")
        with contextlib.suppress(asyncio.IncompleteReadError):
            await client.read_exactly(100)


async def read_until_too_long() -> None:
    async with Ends(chunks) as port, netuv.connect(port, HOST) as client:
        client.end(bytes(100))
        with contextlib.suppress(asyncio.LimitOverrunError):
            await client.read_until(b"x", 10)


async def break_off_reading() -> None:
    async with Ends(chunks) as port, netuv.connect(port, HOST) as client:
        client.write(b"hello\n")
        async for _ in client:
            break


async def read_a_reset() -> None:
    async def reset(socket: netuv.Socket) -> None:
        await socket.read_exactly(1)
        socket.reset_and_destroy()

    async with Ends(reset) as port:
        client = await netuv.connect(port, HOST)
        client.write(b"xx")
        with contextlib.suppress(ConnectionError):
            await client.read_exactly(1)
        with contextlib.suppress(ConnectionError):
            await client.drain()
        await until(lambda: client.closed)


async def read_chunks_of_a_reset() -> None:
    async with Ends(call("reset_and_destroy")) as port:
        client = await netuv.connect(port, HOST)
        with contextlib.suppress(ConnectionError):
            async for _ in client:
                pass
        await until(lambda: client.closed)


async def leave_a_reset() -> None:
    async with Ends(call("reset_and_destroy")) as port:
        with contextlib.suppress(ConnectionError):
            async with netuv.connect(port, HOST) as client:
                await client.read_line()


async def leave_by_an_exception() -> None:
    async with Ends(lines) as port:
        with contextlib.suppress(LookupError):
            async with netuv.connect(port, HOST):
                raise LookupError("in the body")


async def be_refused() -> None:
    with sockets.socket() as free:
        free.bind((HOST, 0))
        with contextlib.suppress(ConnectionError):
            await netuv.connect(free.getsockname()[1], HOST)


async def be_refused_twice() -> None:
    with sockets.socket() as free:
        free.bind((HOST, 0))
        socket = netuv.connect(free.getsockname()[1], HOST)
        for _ in range(2):
            with contextlib.suppress(ConnectionError):
                await socket


async def connect_too_slowly() -> None:
    with contextlib.suppress(asyncio.TimeoutError):
        await asyncio.wait_for(netuv.connect(1, "name", lookup=lambda *_, **__: None), 0.005)


async def listen_in_vain() -> None:
    with contextlib.suppress(OSError):
        await netuv.create_server().listen(0, "192.0.2.1")


async def wait_once() -> None:
    async with Ends(call("end", b"x")) as port, netuv.connect(port, HOST) as client:
        await netuv.once(client, "data")
        controller = netuv.AbortController()
        controller.abort()
        with contextlib.suppress(netuv.AbortError):
            await netuv.once(client, "never", signal=controller.signal)
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(netuv.once(client, "never"), 0.001)


async def iterate_over_a_server() -> None:
    server = await netuv.create_server().listen(0, HOST)
    client = await netuv.connect(port_of(server), HOST)
    async for socket in server:
        socket.destroy()
        break
    client.destroy()
    async with server:
        pass


async def shut_down() -> None:
    server = await netuv.create_server(lines).listen(0, HOST)
    client = await netuv.connect(port_of(server), HOST)
    client.resume()
    await server.shutdown(1000)


async def fail_in_a_handler() -> None:
    async def handler(socket: netuv.Socket) -> None:
        await socket.read_exactly(1)
        raise LookupError("in a handler")

    async with Ends(handler) as port, netuv.connect(port, HOST) as client:
        client.write(b"x")
        await client.read_line()


async def fail_while_iterating() -> None:
    async def handler(socket: netuv.Socket) -> None:
        async for _ in socket:
            raise LookupError("in a handler")

    async with Ends(handler) as port, netuv.connect(port, HOST) as client:
        client.write(b"x")
        await client.read_line()


async def fail_in_a_listener() -> None:
    async def listener(chunk: bytes) -> None:
        raise LookupError("in a listener")

    async def handler(socket: netuv.Socket) -> None:
        socket.on("data", listener)
        await netuv.once(socket, "close")

    async with Ends(handler) as port, netuv.connect(port, HOST) as client:
        client.write(b"x")
        client.end()


async def await_pipelines_and_ends() -> None:
    async def copy(socket: netuv.Socket) -> None:
        await pipeline(socket, PassThrough(), socket)

    async with Ends(copy) as port:
        client = await netuv.connect(port, HOST)
        client.end(b"hello")
        client.resume()
        await finished(client)


async def pipe_through_generators() -> None:
    async def upper(source: Any) -> Any:
        async for chunk in source:
            yield bytes(chunk).upper()

    async def copy(socket: netuv.Socket) -> None:
        await pipeline(socket, upper, socket)

    async with Ends(copy) as port:
        client = await netuv.connect(port, HOST)
        client.end(b"hello")
        assert await client.read_exactly(5) == b"HELLO"


async def look_up() -> None:
    await netuv.dns.lookup("localhost")
    with contextlib.suppress(OSError):
        await netuv.dns.lookup("no.such.host.invalid")


ASYNC_WAYS: list[Callable[[], Coroutine[Any, Any, None]]] = [
    read_lines,
    read_chunks,
    read_exactly_too_much,
    read_until_too_long,
    break_off_reading,
    read_a_reset,
    read_chunks_of_a_reset,
    leave_a_reset,
    leave_by_an_exception,
    be_refused,
    be_refused_twice,
    connect_too_slowly,
    listen_in_vain,
    wait_once,
    iterate_over_a_server,
    shut_down,
    fail_in_a_handler,
    fail_while_iterating,
    fail_in_a_listener,
    await_pipelines_and_ends,
    pipe_through_generators,
    look_up,
]


@pytest.mark.parametrize("way", ASYNC_WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("name", ["asyncio", "uvloop"])
def test_no_await_leaves_an_object(way: Any, name: str) -> None:
    if name == "uvloop":
        pytest.importorskip("uvloop")

    async def main() -> dict[str, int]:
        asyncio.get_running_loop().set_exception_handler(ignore)

        await way()
        await all_closed()
        with without_collector():
            before = alive()
            await way()
            await all_closed()
            return left_over(before)

    assert Host(name).run(main()) == {}


# -- the end of a loop ---------------------------------------------------------------------


def make_everything(path: Path) -> None:
    """Objects in every state there is."""
    server = netuv.create_server(lambda socket: socket.on("error", ignore)).listen(0)
    netuv.create_server().listen(0, "localhost")
    netuv.create_server().listen(str(path))
    onread: Any = {"buffer": bytearray(10), "callback": ignore}
    for options in ({}, {"onread": onread}, {"signal": netuv.AbortController().signal}):
        client = dial(server, **options)
        client.write(b"x", ignore)
        client.once("connect", ignore)
        client.resume()
    netuv.connect(1, "name", lookup=lambda *_, **__: None).write(b"x")
    netuv.connect(1, "localhost").on("error", ignore).end(b"x")
    netuv.connect(str(path)).on("error", ignore)
    netuv.Socket().set_timeout(1000)
    dial(server).pipe(PassThrough())
    pipeline(dial(server), PassThrough(), ignore)
    finished(dial(server), ignore)
    dial(server).destroy_soon()
    dial(server).reset_and_destroy()
    netuv.set_timeout(server.ref, 10)
    netuv.set_immediate(server.ref)
    netuv.TCP().connect(HOST, port_of(server), ignore)
    netuv.dns.lookup("localhost", ignore)


@pytest.mark.parametrize("turns", [0, 1, 3])
def test_a_closed_loop_leaves_no_object(short_path: Path, turns: int) -> None:
    def once(name: str) -> None:
        loop = netuv.Loop()
        with loop:
            make_everything(short_path / name)
            for _ in range(turns):
                loop.run_nowait()
        loop.close()

    once("first")
    with without_collector():
        before = alive()
        once("second")
        assert left_over(before) == {}


@pytest.mark.parametrize("turns", [0, 1, 3])
def test_an_asyncio_loop_that_ends_leaves_no_object(short_path: Path, turns: int) -> None:
    def once(name: str) -> None:
        async def main() -> None:
            make_everything(short_path / name)
            for _ in range(turns):
                await asyncio.sleep(0.001)

        loop = asyncio.new_event_loop()
        loop.set_exception_handler(ignore)
        loop.run_until_complete(main())
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()

    once("first")
    with without_collector():
        before = alive()
        once("second")
        assert left_over(before) == {}


def test_an_unhandled_error_out_of_run_leaves_no_object(
    loop: netuv.Loop, run: Callable[[], None], port: int
) -> None:
    def once() -> None:
        netuv.connect(port, HOST)
        try:
            run()
        except ConnectionRefusedError:
            pass
        run()

    once()
    with without_collector():
        before = alive()
        once()
        assert left_over(before) == {}
