"""A server that allows half-open connections answers after the client's end."""

from _trace import pair, run, trace, turns, watch


@pair(server={"allow_half_open": True})
def _(client, served, server):
    watch(client, "client", "data end finish close")
    watch(served, "served", "data end finish close")

    @served.on("end")
    def _():
        trace(served.ready_state, served.allow_half_open)
        turns(3, lambda: served.end("answer"))

    client.end("question")
    trace(client.ready_state)


run()
