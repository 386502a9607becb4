"""With half-open allowed the socket writes on after the end of what it reads."""

from _trace import netuv, pair, run, trace, watch


def callback(count, filled):
    trace("read", bytes(filled[:count]))


@pair(client={"allow_half_open": True, "onread": {"buffer": bytearray(8), "callback": callback}})
def _(client, served, server):
    watch(client, "client", "finish end close")
    watch(served, "served", "data end close")

    @client.on("end")
    def _():
        trace(client.ready_state)
        netuv.set_immediate(lambda: client.end("still here"))

    served.end("over")


run()
