"""A "data" listener added later gets what came before it."""

from _trace import pair, run, trace, turns


@pair
def _(client, served, server):
    client.write("early")

    @turns(5)
    def _():
        trace(served.bytes_read)
        everything = []
        served.on("data", everything.append)
        served.on("end", lambda: trace("all", b"".join(everything)))
        client.end("late")


run()
