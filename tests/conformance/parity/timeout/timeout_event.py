"""An idle socket emits "timeout" and stays open."""

from _trace import pair, run, trace, watch


@pair
def _(client, served, server):
    watch(client, "client", "timeout end close")
    client.resume()
    served.resume()
    client.set_timeout(20)
    trace(client.timeout)

    @client.on("timeout")
    def _():
        trace(client.destroyed, client.ready_state)
        client.set_timeout(0)
        client.end()


run()
