"""A transform with a final of its own still ends its output."""

from _streams import Transform
from _trace import run, trace, watch


def final(stream, callback):
    trace("final")
    callback(None)


def flush(stream, callback):
    trace("flush")
    callback(None, "rest")


t = Transform(
    transform=lambda stream, chunk, encoding, callback: callback(None, chunk),
    final=final,
    flush=flush,
)
watch(t, "t", "data prefinish finish end close")
t.end("one")
run()
