"""A "data" listener hears nothing; put on, it lets a stopped socket read."""

from _trace import pair, run, trace, turns

client = None


def callback(count, filled):
    trace("read", bytes(filled[:count]))
    return False


@pair(client={"onread": {"buffer": bytearray(3), "callback": callback}})
def _(ours, served, server):
    global client
    client = ours
    client.on("end", lambda: trace("end"))
    client.on("close", lambda _: trace("close"))
    served.end("one two")

    @turns(4)
    def _():
        client.on("data", lambda _: trace("data"))
        trace("listens", client.readable_flowing)

        @turns(4)
        def _():
            client.on("data", lambda _: trace("data"))
            trace("listens", client.readable_flowing)
            turns(4, lambda: client.destroy())


run()
