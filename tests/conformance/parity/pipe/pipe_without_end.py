"""pipe(destination, end=False) leaves the destination open."""

from _trace import pair, run, trace


@pair(server={"allow_half_open": True})
def _(client, served, server):
    served.pipe(served, end=False)
    everything = []
    client.on("data", everything.append)
    client.on("end", lambda: trace("client end", b"".join(everything)))

    @served.on("end")
    def _():
        trace("end", served.writable)
        served.end("!")

    client.end("echo")


run()
