"""Without it the end is answered at once, by itself."""

from _trace import pair, run, trace, watch


@pair
def _(client, served, server):
    watch(client, "client", "end finish close")
    watch(served, "served", "end finish close")
    client.on("end", lambda: trace(client.ready_state, client.writable))
    client.resume()
    served.resume()
    served.end()


run()
