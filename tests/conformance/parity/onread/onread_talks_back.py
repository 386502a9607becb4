"""Writing and ending in the callback; counters and the peer's answer."""

from _trace import pair, run, trace, watch

client = None


def callback(count, filled):
    trace("read", bytes(filled[:count]), client.bytes_read, client.bytes_written)
    if client.bytes_read == 4:
        client.write("more")
    else:
        client.end("bye")


@pair(client={"onread": {"buffer": bytearray(8), "callback": callback}})
def _(ours, served, server):
    global client
    client = ours
    watch(client, "client", "finish end close")
    watch(served, "served", "data end close")
    served.once("data", lambda _: served.write("next"))
    served.write("ping")


run()
