"""With onread a socket reads without being asked, and ends by itself."""

from _trace import pair, run, trace

client = None


def state():
    trace(client.readable_flowing, client.is_paused(), client.readable_length, client.ready_state)


def callback(count, filled):
    trace("read", count)
    state()


@pair(client={"onread": {"buffer": bytearray(64), "callback": callback}})
def _(ours, served, server):
    global client
    client = ours
    state()

    @client.on("end")
    def _():
        trace("end", client.readable_did_read)
        state()

    client.on("close", lambda _: trace("close", client.bytes_read, client.readable_did_read))
    served.end("hello")


run()
