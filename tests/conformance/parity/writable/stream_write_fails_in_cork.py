"""Chunks behind one that fails at once are still given to _write."""

from _streams import Writable
from _trace import run, trace, watch


def write(stream, chunk, encoding, callback):
    trace("write", chunk)
    callback(Exception("broken") if chunk == b"a" else None)


sink = Writable(write=write)
watch(sink, "sink", "error close")
sink.cork()
for text in ("a", "b"):
    sink.write(text, lambda error, text=text: trace("done", text, error))
sink.uncork()

run()
