"""pipe() of such a socket sends nothing but the end."""

from _trace import pair, run, trace, watch

from netuv.stream import PassThrough


def callback(count, filled):
    trace("read", bytes(filled[:count]))


@pair(client={"onread": {"buffer": bytearray(8), "callback": callback}})
def _(client, served, server):
    target = PassThrough()
    watch(target, "target", "pipe data finish end close")
    client.pipe(target)
    client.on("close", lambda _: trace("close"))
    served.end("hello")


run()
