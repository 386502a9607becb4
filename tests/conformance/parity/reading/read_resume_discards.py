"""resume() without a listener discards the data and brings "end"."""

from _trace import pair, run, trace, watch


@pair
def _(client, served, server):
    watch(served, "served", "end close")
    served.resume()
    client.end("discarded")
    served.on("close", lambda had_error: trace(served.bytes_read))


run()
