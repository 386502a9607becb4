"""reset_and_destroy() inside "data"."""

from _trace import pair, run, watch


@pair
def _(client, served, server):
    watch(client, "client", "error close")
    watch(served, "served", "error close")
    served.on("data", lambda data: served.reset_and_destroy())
    client.resume()
    client.write("x")


run()
