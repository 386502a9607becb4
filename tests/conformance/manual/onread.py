"""The option onread of socket.connect()."""

from __future__ import annotations

import socket
from typing import Any

from conformance.manual.table import row
from conformance.manual.world import World, code_of

import netuv

OPTIONS = "socket.connect(options[, connectListener])"
ONREAD = f"{OPTIONS} > onread"
BUFFER = f"{OPTIONS} > buffer"
CALLBACK = f"{OPTIONS} > callback"

Read = list[tuple[int, Any]]


def reader(world: World, buffer: Any, result: Any = None) -> tuple[netuv.Socket, Any, Read]:
    """A connected client with onread, its plain peer, and what the callback was called with."""
    read: Read = []

    def callback(count: int, filled: Any) -> Any:
        read.append((count, filled))
        return result

    client, peer = world.client(onread={"buffer": buffer, "callback": callback})
    return client, peer, read


@row(ONREAD, "Socket.connect(onread=)")
def what_comes_is_stored_in_the_buffer_and_no_stream_has_it(world: World) -> None:
    buffer, received = bytearray(8), []
    client, peer, read = reader(world, buffer)
    client.on("data", received.append)
    peer.send(b"stored")
    world.until(lambda: read)
    assert (read, buffer) == ([(6, buffer)], b"stored\0\0")
    assert (received, client.read(), client.bytes_read) == ([], None, 6)


@row(ONREAD, '"end", "close", "error"')
def the_events_come_as_usual(world: World) -> None:
    trace: list[str] = []
    for how in (socket.socket.close, world.reset):
        client, peer, _ = reader(world, bytearray(8))
        for event in ("end", "error", "close"):
            client.on(event, lambda *_, event=event: trace.append(event))
        how(peer)
        world.until(lambda: trace and trace[-1] == "close")
        trace.append("next")
    assert trace == ["end", "close", "next", "error", "close", "next"]


@row(ONREAD, "Socket.pause(), Socket.resume()")
def pause_and_resume_are_obeyed(world: World) -> None:
    client, peer, read = reader(world, bytearray(8))
    client.pause()
    peer.send(b"waits")
    world.settle()
    assert read == []
    client.resume()
    world.until(lambda: [count for count, _ in read] == [5])


@row(ONREAD, "connect(path, onread=)")
def a_path_has_onread_too(world: World) -> None:
    path, counts = world.path(), []
    world.listen(netuv.create_server(lambda served: served.end("over a path")), path)
    onread = {"buffer": bytearray(64), "callback": lambda count, _: counts.append(count)}
    netuv.connect(path=path, onread=onread)
    world.until(lambda: counts == [11])


@row(BUFFER, 'onread={"buffer": …}')
def a_buffer_is_used_again_for_each_read(world: World) -> None:
    buffer = bytearray(4)
    client, peer, read = reader(world, memoryview(buffer))
    peer.send(b"abcdef")
    world.until(lambda: len(read) == 2)
    assert [count for count, _ in read] == [4, 2]
    assert buffer == b"efcd"


@row(BUFFER, 'onread={"buffer": function}')
def a_function_gives_the_next_buffer(world: World) -> None:
    given: list[bytearray] = []

    def buffer() -> bytearray:
        given.append(bytearray(4))
        return given[-1]

    client, peer, read = reader(world, buffer)
    peer.send(b"abcdef")
    world.until(lambda: len(read) == 2)
    assert [bytes(filled) for _, filled in read] == [b"abcd", b"ef\0\0"]
    assert [id(filled) for _, filled in read] == [id(one) for one in given[:2]]


@row(BUFFER, 'onread={"buffer": …}')
def what_cannot_be_written_to_is_refused(world: World) -> None:
    for wrong in (b"read only", 64, None):
        onread = {"buffer": wrong, "callback": print}
        assert code_of(netuv.connect, port=1, onread=onread) == "ERR_INVALID_ARG_TYPE"


@row(CALLBACK, 'onread={"callback": …}')
def the_callback_has_the_count_and_the_buffer(world: World) -> None:
    buffer = bytearray(16)
    client, peer, read = reader(world, buffer)
    for number, text in enumerate((b"one", b"three")):
        peer.send(text)
        world.until(lambda number=number: len(read) > number)
        assert bytes(buffer[: len(text)]) == text
    assert [count for count, _ in read] == [3, 5]
    assert all(filled is buffer for _, filled in read)


@row(CALLBACK, 'onread={"callback": …} → False')
def false_from_the_callback_pauses(world: World) -> None:
    client, peer, read = reader(world, bytearray(2), result=False)
    peer.send(b"abcd")
    world.until(lambda: read)
    world.settle()
    assert [count for count, _ in read] == [2]
    client.resume()
    world.until(lambda: [count for count, _ in read] == [2, 2])
