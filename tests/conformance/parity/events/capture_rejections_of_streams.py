"""A stream, and an accepted socket, is destroyed with what a captured listener fails with."""

import asyncio

from _trace import HOST, trace

import netuv
from netuv import events
from netuv.stream import Readable, Writable


def watch(name, stream):
    stream.on("error", lambda error: trace(name, "error", error, stream.destroyed))
    closed = asyncio.get_running_loop().create_future()
    stream.on("close", lambda: closed.set_result(None))
    return closed


async def main():
    readable = Readable(capture_rejections=True, read=lambda stream, size: None)
    first = watch("readable", readable)

    async def fail(text):
        raise Exception(text)

    readable.on("data", lambda _: fail("of data"))
    readable.push("x")
    await first

    def write(stream, chunk, encoding, done):
        done(None)

    writable = Writable(capture_rejections=True, write=write)
    second = watch("writable", writable)
    writable.on("finish", lambda: fail("of finish"))
    writable.on("mine", lambda: fail("of mine"))
    writable.emit("mine")
    await second

    events.capture_rejections = True

    async def connection(socket):
        socket.on("error", lambda error: trace("accepted error", error, socket.destroyed))
        raise Exception("of connection")

    server = netuv.create_server(connection)
    server.on("error", lambda error: trace("server error", error, server.listening))
    server.on("mine", lambda: fail("of the server"))
    events.capture_rejections = False
    await server.listen(0, HOST)
    server.emit("mine")
    client = netuv.connect(server.address().port, HOST)
    client.resume()
    await netuv.once(client, "close")
    closed = netuv.once(server, "close")
    server.close(lambda error: trace("server closed"))
    await closed


asyncio.run(main())
trace("exit")
