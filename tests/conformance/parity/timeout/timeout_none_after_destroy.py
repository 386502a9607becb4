"""A destroyed socket does not time out."""

from _trace import netuv, pair, run, trace, watch


@pair
def _(client, served, server):
    watch(client, "client", "timeout close")
    served.resume()
    client.set_timeout(10)
    client.destroy()
    netuv.set_timeout(lambda: trace("timer", client.timeout), 50)


run()
