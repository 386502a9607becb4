"""resume() in a callback that then answers False does not undo it."""

from _trace import pair, run, trace, turns

client = None


def callback(count, filled):
    trace("read", bytes(filled[:count]))
    client.resume()
    return False


@pair(client={"onread": {"buffer": bytearray(3), "callback": callback}})
def _(ours, served, server):
    global client
    client = ours
    client.on("end", lambda: trace("end"))
    client.on("close", lambda _: trace("close"))
    served.end("one two")

    @turns(6)
    def _():
        trace("later", client.readable_flowing)
        client.resume()

        @turns(6)
        def _():
            trace("at last")
            client.destroy()


run()
