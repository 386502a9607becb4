"""A reset by the peer is an error, after what was read."""

from _trace import pair, run, trace, watch

served = None


def callback(count, filled):
    trace("read", bytes(filled[:count]))
    served.reset_and_destroy()


@pair(client={"onread": {"buffer": bytearray(8), "callback": callback}})
def _(client, theirs, server):
    global served
    served = theirs
    watch(client, "client", "error end close")
    served.write("hello")


run()
