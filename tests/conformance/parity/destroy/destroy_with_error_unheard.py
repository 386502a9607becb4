"""destroy(error) without an "error" listener comes out; "close" still follows."""

from _trace import pair, run, watch


@pair
def _(client, served, server):
    watch(client, "client", "close")
    served.resume()
    client.destroy(Exception("enough"))


run()
