"""A callback that throws takes none of the others with it."""

from _streams import Writable
from _trace import run, trace, watch


def write(stream, chunk, encoding, callback):
    callback()


def throw():
    raise Exception("mine")


sink = Writable(write=write)
watch(sink, "sink", "finish close")
sink.write("a", throw)
sink.write("b", lambda: trace("done b"))
sink.end(lambda: trace("ended"))

run()
