"""A reset by the server is ECONNRESET at the client, an ordinary close at the server."""

from _trace import pair, run, watch


@pair
def _(client, served, server):
    watch(client, "client")
    watch(served, "served")
    served.reset_and_destroy()


run()
