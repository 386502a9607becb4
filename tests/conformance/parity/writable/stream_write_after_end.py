"""A write after end() fails and destroys the stream."""

from _streams import Writable
from _trace import run, trace, watch


def write(stream, chunk, encoding, callback):
    callback()


sink = Writable(write=write)
watch(sink, "sink", "finish error close")
sink.end()
trace(sink.write("late", lambda error: trace("late", error)), sink.destroyed, sink.writable)

run()
