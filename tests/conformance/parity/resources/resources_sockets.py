"""Servers and sockets are listed while they are referenced and open."""

from _trace import pair, run, trace

import netuv


def listed(when):
    info = netuv.get_active_resources_info()
    trace(when, sorted(name for name in info if name.startswith("TCP")))


@pair(stay=True)
def _(client, served, server):
    @netuv.set_immediate
    def _():
        listed("open")
        client.unref()
        listed("client unref")
        client.ref()
        server.unref()
        listed("server unref")
        server.close()
        served.on(
            "close", lambda _: netuv.set_immediate(netuv.set_immediate, listed, "both closed")
        )
        served.resume()
        client.destroy()


run()
