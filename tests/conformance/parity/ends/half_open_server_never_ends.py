"""Destroying a half-open socket from the side that still may write."""

from _trace import pair, run, watch


@pair(server={"allow_half_open": True})
def _(client, served, server):
    watch(client, "client", "data end finish error close")
    watch(served, "served", "data end finish error close")
    served.on("end", lambda: served.destroy())
    client.end()


run()
