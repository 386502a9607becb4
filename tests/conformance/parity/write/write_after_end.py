"""A write after end() destroys the socket with ERR_STREAM_WRITE_AFTER_END."""

from _trace import netuv, pair, run, trace, watch


@pair
def _(client, served, server):
    watch(client, "client", "error close")
    served.resume()
    client.end()
    trace(client.write("late", lambda error=None: trace("callback", error)))
    netuv.next_tick(lambda: trace("tick"))


run()
