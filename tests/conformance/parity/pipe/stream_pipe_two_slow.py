"""A source goes on only when both of two slow destinations have drained."""

from _streams import Readable, Writable
from _trace import run, trace, turns, watch


def make(name, after):
    def write(stream, chunk, encoding, callback):
        trace(name, chunk)
        turns(after, callback)

    sink = Writable(high_water_mark=1, write=write)
    watch(sink, name, "drain finish")
    return sink


source = Readable(read=lambda stream, size: None)
source.pipe(make("quick", 1))
source.pipe(make("slow", 4))
watch(source, "source", "pause resume")
for text in ("a", "b", None):
    source.push(text)

run()
