"""Without a "data" listener nothing flows and there is no "end"."""

from _trace import pair, run, trace, turns, watch


@pair
def _(client, served, server):
    watch(served, "served", "end close")
    client.end("unread")
    watch(client, "client", "finish")

    @turns(5)
    def _():
        trace(served.bytes_read, served.ready_state)
        served.destroy()


run()
