"""Asked for inside "data": tick, then immediate, then timer."""

from _trace import netuv, pair, run, trace


@pair
def _(client, served, server):
    @served.on("data")
    def _(data):
        trace(data)
        netuv.set_timeout(lambda: trace("timer"), 1)
        netuv.set_immediate(lambda: trace("immediate"))
        netuv.next_tick(lambda: trace("tick"))
        served.destroy()

    served.on("data", lambda data: trace("second listener"))
    client.write("x")


run()
