"""Writes still queued when destroy() comes fail, in order, before "close"."""

from _trace import pair, run, trace, watch


@pair
def _(client, served, server):
    watch(client, "client", "error close")
    big = bytes(8 << 20)
    client.write(big, lambda error=None: trace("big", error))
    client.write("two", lambda error=None: trace("two", error))
    client.write("three", lambda error=None: trace("three", error))
    client.destroy()
    served.destroy()


run()
