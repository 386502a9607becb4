"""read() gives nothing and lets a stopped socket read again."""

from _trace import pair, run, trace, turns

client = None


def callback(count, filled):
    trace("read", bytes(filled[:count]))
    client.pause()
    turns(4, lambda: trace("read()", client.read(), client.is_paused()))


@pair(client={"onread": {"buffer": bytearray(3), "callback": callback}})
def _(ours, served, server):
    global client
    client = ours
    client.on("end", lambda: trace("end"))
    client.on("close", lambda _: trace("close"))
    served.end("one two")


run()
