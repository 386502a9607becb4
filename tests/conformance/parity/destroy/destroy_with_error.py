"""destroy(error): "error" with it, then "close" with True; the peer just sees an end."""

from _trace import netuv, pair, run, trace, watch


@pair
def _(client, served, server):
    watch(client, "client", "end error close")
    watch(served, "served", "data end error close")
    client.destroy(Exception("enough"))
    netuv.next_tick(lambda: trace("tick"))
    netuv.set_immediate(lambda: trace("immediate"))


run()
