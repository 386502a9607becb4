"""end(data) inside "end" is sent although half-open connections are not allowed."""

from _trace import pair, run, trace, watch


@pair
def _(client, served, server):
    watch(client, "client", "data end finish close")
    watch(served, "served", "data finish close")

    @served.on("end")
    def _():
        trace("end", served.writable, served.ready_state)
        served.end("goodbye")

    client.end("hello")


run()
