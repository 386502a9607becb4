"""A user's program, as a type checker should see it: it passes ``mypy --strict``, and runs.

An echo server that counts, a client that talks to it over TCP and a Unix socket, timers,
streams, names, a handle used alone.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from array import array
from collections.abc import Callable

import netuv
from netuv import diagnostics_channel, dns, events
from netuv.stream import Transform, pipeline


class EchoServer(netuv.Server):
    """Sends back what it gets, and knows how much that was."""

    def __init__(self) -> None:
        super().__init__(self.on_connection, allow_half_open=True, no_delay=True)
        self.echoed = 0

    def on_connection(self, served: netuv.Socket) -> None:
        served.set_timeout(60_000, lambda: served.destroy())
        served.on("end", served.end)

        @served.on("data")
        def received(data: bytes) -> None:
            self.echoed += len(data)
            if not served.write(data):
                served.pause()
                served.once("drain", served.resume)


def port_of(server: netuv.Server) -> int:
    address = server.address()
    assert isinstance(address, netuv.Address)
    return address.port


def talk(client: netuv.Socket, said: list[str]) -> netuv.Socket:
    def written(error: BaseException | None) -> None:
        assert error is None
        client.end("bye", "latin1", lambda: said.append("finished"))

    client.set_encoding("utf8").set_no_delay().set_keep_alive(True, 1000)
    client.write(b"bytes ")
    client.write(bytearray(b"more "))
    client.write(memoryview(b"views "))
    client.write(array("B", b"arrays "))
    client.write("text ", "utf8")
    client.write("told ", written)
    return client.on("data", said.append)


def echo_over(place: str | int) -> list[str]:
    said: list[str] = []
    server = EchoServer()

    def listening() -> None:
        if isinstance(place, str):
            client = netuv.connect(place, lambda: said.append("connected "))
        else:
            client = netuv.create_connection(
                port=port_of(server), host="127.0.0.1", timeout=30_000, allow_half_open=False
            )
            client.on("connect", lambda: said.append("connected "))
        talk(client, said).on("close", lambda had_error: server.close())

    if isinstance(place, str):
        chained: EchoServer = server.listen(place, listening)
    else:
        chained = server.listen(place, "127.0.0.1", 64, listening)
    assert chained is server
    netuv.run()
    assert server.echoed == len("bytes more views arrays text told bye")
    return said


def timers() -> list[object]:
    called: list[object] = []
    repeated = netuv.set_interval(called.append, 1, "tick")
    netuv.set_timeout(lambda: netuv.clear_interval(repeated), 20).ref()
    netuv.set_timeout(called.extend, 1, ["late"])
    netuv.set_immediate(called.append, "immediate")
    netuv.next_tick(called.append, "next")
    netuv.run()
    return called


def shouted(words: list[str]) -> bytes:
    def upper(
        stream: Transform, chunk: bytes, encoding: str, callback: Callable[..., None]
    ) -> None:
        callback(None, chunk.upper())

    got: list[bytes] = []
    shouting = Transform(transform=upper)
    shouting.on("data", got.append)
    pipeline(netuv.stream.Readable.from_(words), shouting, lambda error: None)
    netuv.run()
    return b"".join(got)


def low_level() -> list[bytes | None]:
    got: list[bytes | None] = []

    def on_connection(error: OSError | None, peer: netuv.TCP) -> None:
        peer.write([b"low ", b"level"], lambda: peer.close())
        listener.close()

    def on_read(error: OSError | None, data: bytes | None) -> None:
        got.append(data)
        if data is None:
            client.close()

    listener = netuv.TCP()
    listener.bind("127.0.0.1")
    listener.listen(5, on_connection)
    client = netuv.TCP()
    client.connect("127.0.0.1", listener.getsockname().port, lambda: client.read_start(on_read))
    netuv.run()
    return got


async def watched() -> list[object]:
    emitter = events.EventEmitter(capture_rejections=True)
    name = object()
    seen: list[object] = []
    emitter.on(name, seen.append).once("x", seen.append)

    @emitter.on(events.error_monitor)
    def monitored(error: BaseException) -> None:
        seen.append(error)

    channel = diagnostics_channel.channel("words")
    channel.subscribe(lambda message, name: seen.append(message))
    once = netuv.once(emitter, "x", signal=netuv.AbortController().signal)
    every = events.on(emitter, name)
    emitter.emit(name, "named")
    emitter.emit("x", 1)
    channel.publish("published")
    seen.extend(await once)
    async for args in every:
        seen.extend(args)
        break
    count: int = emitter.listener_count(name, seen.append)
    events.set_max_listeners(count + 20, emitter, netuv.AbortSignal.abort())
    return [*seen, events.get_max_listeners(emitter), events.default_max_listeners]


async def slept() -> str:
    await netuv.sleep(1, signal=netuv.AbortController().signal)
    return await netuv.sleep(1, "value", ref=False)


async def names() -> int:
    address, family = await dns.lookup("127.0.0.1")
    everything = await dns.lookup("::1", all=True)
    server = await netuv.create_server(lambda served: served.pipe(served)).listen(0, "127.0.0.1")
    async with server, netuv.connect(port_of(server), address, family=4) as client:
        client.end("awaited")
        line: bytes = await client.read_line()
        assert line == b"awaited"
    return family + everything[0][1]


def main() -> None:
    with tempfile.TemporaryDirectory() as directory:
        for place in (0, os.path.join(directory, "socket")):
            said = "".join(echo_over(place))
            assert "bytes more views arrays text told bye" in said, said
    called = timers()
    assert called[0] == "next" and {"tick", "late", "immediate"} <= set(called)
    assert shouted(["one ", "two"]) == b"ONE TWO"
    assert low_level() == [b"low level", None]
    assert asyncio.run(names()) == 10
    assert asyncio.run(slept()) == "value"
    assert asyncio.run(watched()) == ["named", 1, "published", 1, "named", 21, 10]
    blocked = netuv.BlockList()
    blocked.add_subnet("10.0.0.0", 8)
    assert blocked.check("10.1.2.3")
    print("fine")


if __name__ == "__main__":
    main()
