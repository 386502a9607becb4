"""end() with a chunk after end() is a write after end."""

from _streams import Writable
from _trace import run, trace, watch


def write(stream, chunk, encoding, callback):
    callback()


sink = Writable(write=write)
watch(sink, "sink", "finish error close")
sink.end()
sink.end("late", lambda error: trace("late", error))

run()
