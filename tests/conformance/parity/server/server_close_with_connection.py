"""close() waits for the last connection's "close"."""

from _trace import pair, run, trace, turns, watch


@pair(stay=True)
def _(client, served, server):
    watch(server, "server", "close")
    watch(client, "client", "end close")
    watch(served, "served", "end close")
    client.resume()
    served.resume()
    server.close(lambda error=None: trace("callback"))
    trace(server.listening)

    @turns(5)
    def _():
        trace("ending")
        client.end()


run()
