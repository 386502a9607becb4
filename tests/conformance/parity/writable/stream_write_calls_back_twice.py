"""A second call of a write's callback is an error."""

from _streams import Writable
from _trace import run, trace, watch


def write(stream, chunk, encoding, callback):
    callback()
    callback()


sink = Writable(write=write)
watch(sink, "sink", "finish error close")
sink.write("a", lambda error: trace("done", error))

run()
