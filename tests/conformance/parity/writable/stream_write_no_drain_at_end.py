"""An ended stream does not drain."""

from _streams import Writable
from _trace import run, trace, watch

import netuv


def write(stream, chunk, encoding, callback):
    netuv.set_immediate(callback)


sink = Writable(high_water_mark=1, write=write)
watch(sink, "sink", "drain finish close")
trace(sink.write("ab"), sink.writable_need_drain)
sink.end()
trace(sink.writable_need_drain)

run()
