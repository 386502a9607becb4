"""A destination that is full already is waited for."""

from _streams import Readable, Writable
from _trace import run, trace

import netuv


def write(stream, chunk, encoding, callback):
    trace("write", chunk)
    netuv.set_immediate(callback)


source = Readable(read=lambda stream, size: None)
sink = Writable(high_water_mark=1, write=write)
sink.write("full")
source.push("a")
source.pipe(sink)
trace(source.readable_flowing, sink.writable_need_drain)

run()
