"""Activity in either direction puts the timeout off."""

import time

from _trace import netuv, pair, run, trace, watch


@pair
def _(client, served, server):
    steps = []
    watch(client, "client", "timeout")
    client.on("timeout", lambda: client.destroy())
    client.on("data", steps.append)
    client.set_timeout(300)
    served.resume()
    begin = time.monotonic()
    beat = netuv.set_interval(lambda: served.write("x"), 100)
    netuv.set_timeout(lambda: netuv.clear_interval(beat), 550)

    @client.on("close")
    def _(had_error):
        trace(len(steps) >= 3, time.monotonic() - begin >= 0.6)


run()
