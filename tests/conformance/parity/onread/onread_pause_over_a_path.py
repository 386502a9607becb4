"""A hang-up while paused is no end: bytes and end come after resume()."""

from _trace import pair, run, trace, turns, watch

client = None


def callback(count, filled):
    trace("read", bytes(filled[:count]))
    client.pause()


@pair(path_name="onread", client={"onread": {"buffer": bytearray(64), "callback": callback}})
def _(ours, served, server):
    global client
    client = ours
    watch(client, "client", "end close")
    served.write("bytes")
    served.destroy()

    @served.on("close")
    def _(had_error):
        @turns(4)
        def _():
            trace("resume")
            client.resume()


run()
