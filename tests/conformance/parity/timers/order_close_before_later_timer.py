"""A "close" asked for in a timer comes after that turn's immediates."""

from _trace import netuv, pair, run, trace, watch


@pair
def _(client, served, server):
    watch(client, "client", "close")
    served.on("error", lambda error: None)
    served.resume()

    def destroy():
        netuv.set_immediate(lambda: trace("immediate"))
        client.destroy()
        netuv.next_tick(lambda: trace("tick"))
        netuv.set_timeout(lambda: trace("later timer"), 2)

    netuv.set_timeout(destroy, 2)


run()
