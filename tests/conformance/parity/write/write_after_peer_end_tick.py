"""A write in the tick after "end", while the socket is closing by itself."""

from _trace import netuv, pair, run, trace, watch


@pair
def _(client, served, server):
    watch(client, "client", "error close")
    client.resume()

    @client.on("end")
    def _():
        @netuv.next_tick
        def _():
            callback = lambda error=None: trace("callback", error)  # noqa: E731
            trace(client.writable, client.write("late", callback))

    served.end()
    served.resume()


run()
