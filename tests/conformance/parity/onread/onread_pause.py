"""pause() in the callback holds what follows, and the end, until resume()."""

from _trace import pair, run, trace, turns, watch

client = None


def callback(count, filled):
    trace("read", bytes(filled[:count]))
    client.pause()
    trace(client.is_paused())

    @turns(4)
    def _():
        trace("resume")
        client.resume()


@pair(client={"onread": {"buffer": bytearray(4), "callback": callback}})
def _(ours, served, server):
    global client
    client = ours
    watch(client, "client", "data pause resume end close")
    served.end("one two")


run()
