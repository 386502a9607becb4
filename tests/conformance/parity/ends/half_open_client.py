"""A client that allows half-open connections goes on writing after the server's end."""

from _trace import pair, run, trace, turns, watch


@pair(client={"allow_half_open": True})
def _(client, served, server):
    watch(client, "client", "data end finish close")
    watch(served, "served", "data end finish close")

    @client.on("end")
    def _():
        trace(client.ready_state, client.writable, client.readable)
        client.write("more")
        turns(3, lambda: client.end())

    served.end("that is all")


run()
