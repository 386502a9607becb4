"""destroy_soon() after "finish" destroys at once."""

from _trace import pair, run, trace, watch


@pair(server={"allow_half_open": True})
def _(client, served, server):
    watch(client, "client", "finish close")
    watch(served, "served", "end close")
    served.resume()
    client.end()

    @client.on("finish")
    def _():
        client.destroy_soon()
        trace(client.destroyed)

    served.on("end", lambda: served.end())


run()
