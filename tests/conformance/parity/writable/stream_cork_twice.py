"""Each cork() needs its uncork(), one more is nothing."""

from _streams import Writable
from _trace import run, trace


def write(stream, chunk, encoding, callback):
    trace("write", chunk)
    callback()


sink = Writable(write=write)
sink.cork()
sink.cork()
sink.write("a")
sink.uncork()
trace(sink.writable_corked)
sink.uncork()
sink.uncork()
trace(sink.writable_corked)

run()
