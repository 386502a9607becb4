"""Unref'ed sockets do not hold the program."""

from _trace import pair, run, trace, watch


@pair
def _(client, served, server):
    watch(client, "client", "end close")
    client.resume()
    trace(client.unref() is client)
    served.unref()


run()
