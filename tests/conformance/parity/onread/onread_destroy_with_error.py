"""destroy(error) in the callback, and False from it."""

from _trace import pair, run, trace, watch

client = None


def callback(count, filled):
    trace("read", bytes(filled[:count]))
    client.destroy(Exception("enough"))
    return False


@pair(client={"onread": {"buffer": bytearray(3), "callback": callback}})
def _(ours, served, server):
    global client
    client = ours
    watch(client, "client", "error end close")
    served.on("error", lambda _: None)
    served.write("one two")


run()
