"""end(data) after end() is a write after end."""

from _trace import pair, run, trace, watch


@pair
def _(client, served, server):
    watch(client, "client", "finish error close")
    served.resume()
    client.end()
    client.end("more", lambda error=None: trace("callback", error))


run()
