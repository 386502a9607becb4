"""A transform may answer later, in order."""

from _streams import Transform
from _trace import run, trace, watch

import netuv


def transform(stream, chunk, encoding, callback):
    trace("transform", chunk)
    netuv.set_immediate(callback, None, chunk)


t = Transform(transform=transform)
watch(t, "t", "data finish end close")
t.write("one", lambda: trace("written one"))
t.write("two", lambda: trace("written two"))
t.end()
run()
