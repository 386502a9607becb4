"""write() decides about drain before _write is called, whatever that takes at once."""

from _streams import Transform, Writable
from _trace import run, trace, watch


def write(stream, chunk, encoding, callback):
    trace("needs", stream.writable_need_drain)
    callback(None)


def transform(stream, chunk, encoding, callback):
    callback(None, chunk)


for sink, chunk in (
    (Writable(write=write), "x" * 20000),
    (Writable(write=write, object_mode=True, high_water_mark=1), 1),
    (Writable(write=write, high_water_mark=0), "a"),
    (Transform(high_water_mark=1, transform=transform), "a"),
):
    watch(sink, "sink", "drain")
    trace(sink.write(chunk), sink.writable_need_drain, sink.writable_length)
    trace(sink.write(chunk, lambda: trace("written")), sink.writable_need_drain)

run()
