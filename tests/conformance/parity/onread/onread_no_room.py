"""A buffer of no bytes is an error once there is something to read."""

from _trace import pair, run, trace, turns, watch

onread = {"buffer": bytearray(), "callback": lambda *_: trace("read")}


@pair(client={"onread": onread})
def _(client, served, server):
    watch(client, "client", "error end close")
    served.on("error", lambda _: None)

    @turns(3)
    def _():
        trace("write")
        served.write("hello")


run()
