"""destroy() inside "end"."""

from _trace import pair, run, watch


@pair
def _(client, served, server):
    watch(client, "client", "end finish error close")
    client.resume()
    watch(served, "served", "end finish error close")
    served.on("end", lambda: served.destroy())
    served.resume()
    client.end()


run()
