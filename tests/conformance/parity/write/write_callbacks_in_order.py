"""Write callbacks come in the order of the writes, not before the call returns."""

from _trace import netuv, pair, run, trace, watch


@pair
def _(client, served, server):
    served.resume()
    watch(client, "client", "finish")
    for name in ("one", "two", "three"):
        client.write(name, lambda *, name=name: trace(name))
    trace("written")
    netuv.next_tick(lambda: trace("tick"))
    client.end()


run()
