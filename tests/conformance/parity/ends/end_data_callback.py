"""end(data, encoding, callback): the callback comes with "finish"."""

from _trace import netuv, pair, run, trace, watch


@pair
def _(client, served, server):
    watch(served, "served", "data end")
    client.on("finish", lambda: trace("before"))
    client.end("68656c6c6f", "hex", lambda: trace("callback"))
    client.on("finish", lambda: trace("after"))
    netuv.next_tick(lambda: trace("tick"))


run()
