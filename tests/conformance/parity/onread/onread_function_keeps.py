"""A function that gives nothing leaves the buffer as it is."""

from _trace import pair, run, trace

calls = 0
first = bytearray(3)


def buffer():
    global calls
    calls += 1
    return first if calls == 1 else None


def callback(count, filled):
    trace("read", bytes(filled[:count]), filled is first)


@pair(client={"onread": {"buffer": buffer, "callback": callback}})
def _(client, served, server):
    client.on("close", lambda _: trace("close", calls))
    served.end("one two three")


run()
