"""What arrives is in one buffer; the socket emits everything but "data"."""

from _trace import pair, run, trace, watch

buffer = bytearray(4)


def callback(count, filled):
    trace("read", count, bytes(filled[:count]), filled is buffer)


@pair(client={"onread": {"buffer": buffer, "callback": callback}})
def _(client, served, server):
    watch(client, "client", "data readable resume pause finish end close")
    served.end("one two three")


run()
