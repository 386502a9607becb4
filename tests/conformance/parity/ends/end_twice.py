"""The second end() is no error; only its callback hears of it."""

from _trace import pair, run, trace, watch


@pair
def _(client, served, server):
    watch(client, "client", "finish error close")
    served.resume()
    client.resume()
    client.end("one", lambda error=None: trace("first", error))
    client.end(lambda error=None: trace("second", error))
    client.end()
    client.on("finish", lambda: client.end(lambda error=None: trace("third", error)))


run()
