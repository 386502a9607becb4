"""Only the first destroy() counts, whatever errors are given."""

from _trace import pair, run, watch


@pair
def _(client, served, server):
    watch(client, "client", "error close")
    served.resume()
    client.destroy(Exception("first"))
    client.destroy(Exception("second"))
    client.destroy()
    client.on("close", lambda had_error: client.destroy(Exception("third")))


run()
