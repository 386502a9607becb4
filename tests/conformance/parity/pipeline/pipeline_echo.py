"""A pipeline from a stream to itself through another ends clean."""

from _streams import PassThrough, pipeline
from _trace import pair, run, trace, watch


@pair(server={"allow_half_open": True})
def _(client, served, server):
    def done(error):
        trace("done", error, served.destroyed)

    pipeline(served, PassThrough(), served, done)
    watch(client, "client", "data end")
    client.end("hello")


run()
