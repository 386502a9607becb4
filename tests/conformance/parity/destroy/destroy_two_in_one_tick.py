"""Two sockets destroyed in the same tick close in that order."""

from _trace import netuv, pair, run, trace, watch


@pair
def _(client, served, server):
    watch(client, "client", "error close")
    watch(served, "served", "error close")
    served.destroy()
    client.destroy()
    netuv.next_tick(lambda: trace("tick"))
    netuv.set_immediate(lambda: trace("immediate"))


run()
