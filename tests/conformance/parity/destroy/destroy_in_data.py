"""destroy() inside "data": no more data, no "end", one "close"; the peer sees the end."""

from _trace import netuv, pair, run, trace, watch


@pair
def _(client, served, server):
    watch(client, "client", "end error close")
    client.resume()
    watch(served, "served", "data end error close")

    @served.on("data")
    def _(data):
        served.destroy()
        netuv.next_tick(lambda: trace("tick"))
        netuv.set_immediate(lambda: trace("immediate"))

    client.write("one")


run()
