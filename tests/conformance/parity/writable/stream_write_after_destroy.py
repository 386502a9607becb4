"""A write after destroy() fails by its callback alone."""

from _streams import Writable
from _trace import run, trace, watch


def write(stream, chunk, encoding, callback):
    callback()


sink = Writable(write=write)
watch(sink, "sink", "finish error close")
sink.destroy()
trace(sink.write("late", lambda error: trace("late", error)))
sink.end(lambda error: trace("end", error))

run()
