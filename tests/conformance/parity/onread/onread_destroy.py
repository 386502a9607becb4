"""destroy() in the callback: no more of it, but the next buffer is asked for."""

from _trace import pair, run, trace, watch

client = None
given = 0


def buffer():
    global given
    trace("give", given)
    given += 1
    return bytearray(3)


def callback(count, filled):
    trace("read", bytes(filled[:count]))
    client.destroy()
    trace(client.destroyed, client.bytes_read)


@pair(client={"onread": {"buffer": buffer, "callback": callback}})
def _(ours, served, server):
    global client
    client = ours
    watch(client, "client", "end close")
    served.on("error", lambda _: None)
    served.end("one two")


run()
