"""A transform function that calls back twice is an error of the stream."""

from _streams import Transform
from _trace import run, watch

import netuv


def transform(stream, chunk, encoding, callback):
    @netuv.set_immediate
    def _():
        callback(None, chunk)
        callback(None, chunk)


t = Transform(transform=transform)
watch(t, "t", "data error end close")
t.write("a")
run()
