"""False from the callback stops reading, and the end, until resume()."""

from _trace import pair, run, trace, turns, watch

client = None


def callback(count, filled):
    trace("read", bytes(filled[:count]), client.is_paused(), client.readable_flowing)

    @turns(3)
    def _():
        trace("resume", client.is_paused())
        client.resume()

    return False


@pair(client={"onread": {"buffer": bytearray(3), "callback": callback}})
def _(ours, served, server):
    global client
    client = ours
    watch(client, "client", "data pause resume end close")
    served.end("one two")


run()
