"""A flush function may push and call back later; only then does the stream end."""

from _streams import Transform
from _trace import run, trace, watch

import netuv


def flush(stream, callback):
    trace("flush")

    @netuv.set_immediate
    def _():
        stream.push("x")
        callback(None, "y")


t = Transform(
    transform=lambda stream, chunk, encoding, callback: callback(None, chunk), flush=flush
)
watch(t, "t", "prefinish data finish end close")
t.end("a", lambda *error: trace("ended"))
run()
