"""A slow destination pauses the source until it drains."""

from _streams import Readable, Writable
from _trace import run, trace, watch

import netuv


def write(stream, chunk, encoding, callback):
    trace("write", chunk)
    netuv.set_immediate(callback)


source = Readable(read=lambda stream, size: None)
sink = Writable(high_water_mark=1, write=write)
watch(source, "source", "pause resume end")
watch(sink, "sink", "drain finish")
source.pipe(sink)
for text in ("a", "b", None):
    source.push(text)

run()
