"""A "readable" listener hears of the end alone, and lets a stopped socket read."""

from _trace import pair, run, trace

client = None


def callback(count, filled):
    trace("read", bytes(filled[:count]))
    return count == 3


@pair(client={"onread": {"buffer": bytearray(3), "callback": callback}})
def _(ours, served, server):
    global client
    client = ours
    client.on("end", lambda: trace("end"))
    client.on("close", lambda _: trace("close"))
    client.on("readable", lambda: trace("readable", client.read(), client.readable_length))
    served.end("one")


run()
