"""A "readable" listener takes pieces of its own size from a socket."""

from _trace import pair, run, trace


@pair
def _(client, served, server):
    @served.on("readable")
    def _():
        while (piece := served.read(4)) is not None:
            trace("piece", piece, served.readable_length)
        trace("left", served.readable_length, served.readable_flowing)

    served.on("end", lambda: trace("end"))
    served.on("close", lambda had_error: trace("close"))
    client.end("abcdefghij")


run()
