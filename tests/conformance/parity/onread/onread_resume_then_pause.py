"""resume() and pause() in one go leave a paused socket paused."""

from _trace import pair, run, trace, turns

client = None


def callback(count, filled):
    trace("read", bytes(filled[:count]))


@pair(client={"onread": {"buffer": bytearray(8), "callback": callback}})
def _(ours, served, server):
    global client
    client = ours
    client.on("end", lambda: trace("end"))
    client.pause()
    served.end("hello")

    @turns(4)
    def _():
        client.resume()
        client.pause()
        trace(client.is_paused())

        @turns(4)
        def _():
            trace("resume")
            client.resume()


run()
