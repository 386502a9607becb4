"""A socket piped to another stream: "pipe" and "unpipe", and what is left after it."""

from _streams import PassThrough
from _trace import pair, run, trace, turns


@pair
def _(client, served, server):
    sink = PassThrough()
    sink.on("pipe", lambda source: trace("pipe", source is served))
    sink.on("unpipe", lambda source, *_: trace("unpipe", source is served))

    @sink.on("data")
    def _(data):
        trace("data", data)
        served.unpipe(sink)
        trace(served.readable_flowing, served.is_paused())

        @turns(2)
        def _():
            client.end("second")

            @turns(5)
            def _():
                trace("length", served.readable_length)
                served.on("data", lambda data: trace("served data", data))
                served.on("end", lambda: trace("served end"))
                served.resume()

    sink.on("end", lambda: trace("sink end"))
    trace(served.pipe(sink) is sink)
    client.write("first")


run()
