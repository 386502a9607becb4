"""set_encoding() changes nothing: the callback has bytes."""

from _trace import pair, run, trace, watch


def callback(count, filled):
    trace("read", bytes(filled[:count]))


@pair(client={"onread": {"buffer": bytearray(8), "callback": callback}})
def _(client, served, server):
    watch(client, "client", "data end close")
    client.set_encoding("hex")
    trace(client.readable_encoding)
    served.end("text")


run()
