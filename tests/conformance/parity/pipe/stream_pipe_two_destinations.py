"""Two destinations get all; the slower one sets the pace."""

from _streams import Readable, Writable
from _trace import run, trace, watch

import netuv


def make(name, mark):
    def write(stream, chunk, encoding, callback):
        trace(name, chunk)
        netuv.set_immediate(callback)

    sink = Writable(high_water_mark=mark, write=write)
    watch(sink, name, "drain finish")
    return sink


source = Readable(read=lambda stream, size: None)
source.pipe(make("fast", 9))
source.pipe(make("slow", 1))
watch(source, "source", "pause resume")
for text in ("a", "b", None):
    source.push(text)

run()
