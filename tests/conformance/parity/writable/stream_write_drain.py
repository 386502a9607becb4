"""From the high-water mark on write() is false; drain comes when all is written."""

from _streams import Writable
from _trace import run, trace, watch

import netuv


def write(stream, chunk, encoding, callback):
    netuv.set_immediate(callback)


sink = Writable(high_water_mark=3, write=write)
watch(sink, "sink", "drain")
for text in ("a", "b", "c", "d"):
    result = sink.write(text, lambda text=text: trace("done", text))
    trace(result, sink.writable_need_drain, sink.writable_length)

run()
