"""The events of both ends, "prefinish" to "close", as the end goes there and back."""

from _trace import pair, run, watch


@pair
def _(client, served, server):
    for name, s in (("client", client), ("served", served)):
        watch(s, name, "prefinish finish end close data pause resume")
        s.resume()
    client.end("hello")


run()
