"""Without _writev what was corked goes chunk by chunk."""

from _streams import Writable
from _trace import run, trace

import netuv


def write(stream, chunk, encoding, callback):
    trace("write", chunk)
    netuv.set_immediate(callback)


sink = Writable(write=write)
sink.cork()
for text in ("a", "b"):
    sink.write(text, lambda text=text: trace("done", text))
trace("corked")
sink.uncork()

run()
