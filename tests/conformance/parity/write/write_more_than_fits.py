"""What the kernel does not take is queued: one "drain" and the callbacks, in order."""

from _trace import pair, run, trace


@pair
def _(client, served, server):
    sizes = []
    served.pause()
    client.on("drain", lambda: trace("drain", client.bytes_written))
    trace(client.write(bytes(8 << 20), lambda: trace("one")))
    trace(client.write("two", lambda: trace("two")))
    trace(client.bytes_written)

    @served.on("data")
    def _(data):
        sizes.append(len(data))
        if sum(sizes) == (8 << 20) + 3:
            client.end(lambda: trace("end"))

    served.resume()
    served.on("end", lambda: trace("bytes", sum(sizes)))


run()
