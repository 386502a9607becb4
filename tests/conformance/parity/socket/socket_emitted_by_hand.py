"""Events that the program emits on a socket itself reach the listeners, and change nothing."""

from _trace import pair, run, trace


@pair
def _(client, served, server):
    served.on("data", lambda data: trace("data", data, served.bytes_read))
    served.on("end", lambda: trace("end", served.readable_ended))
    served.on("timeout", lambda *all: trace("timeout", len(all)))
    served.on("error", lambda error: trace("error", error, served.destroyed))
    served.on("drain", lambda: trace("drain"))
    trace(served.emit("data", b"made up"), served.emit("timeout"), served.emit("drain"))
    trace(served.emit("error", Exception("made up")), served.emit("nothing"))
    client.end("real")


run()
