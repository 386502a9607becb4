"""A transform changes each chunk, and adds one at the end."""

from _streams import Transform
from _trace import run, trace, watch


def transform(stream, chunk, encoding, callback):
    trace("transform", chunk, encoding)
    callback(None, chunk.decode().upper())


def flush(stream, callback):
    trace("flush")
    callback(None, "END")


t = Transform(transform=transform, flush=flush)
watch(t, "t", "data prefinish finish end close")
trace(t.write("one"))
t.end("two")
run()
