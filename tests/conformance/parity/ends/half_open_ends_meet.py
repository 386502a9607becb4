"""Both sides end in the same tick."""

from _trace import pair, run, watch


@pair
def _(client, served, server):
    watch(client, "client", "data end finish close")
    watch(served, "served", "data end finish close")
    client.end("from client")
    served.end("from server")


run()
