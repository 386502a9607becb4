"""A transform function may end the readable side before the writable one."""

from _streams import Transform
from _trace import run, trace, watch

import netuv


def transform(stream, chunk, encoding, callback):
    stream.push(chunk)
    stream.push(None)
    callback()


t = Transform(transform=transform)
watch(t, "t", "data end finish error close")
t.write("a", lambda error: trace("a written", error))
netuv.set_immediate(lambda: t.write("b", lambda error: trace("b written", error)))
run()
