"""What was corked goes in one _writev, each callback is called."""

from _streams import Writable
from _trace import run, trace


def write(stream, chunk, encoding, callback):
    trace("write", chunk)
    callback()


def writev(stream, chunks, callback):
    trace("writev", [each.chunk for each in chunks], [each.encoding for each in chunks])
    callback()


sink = Writable(write=write, writev=writev)
sink.cork()
for text in ("a", "b"):
    sink.write(text, lambda text=text: trace("done", text))
trace(sink.writable_corked, sink.writable_length)
sink.uncork()
sink.cork()
sink.write("alone")
sink.uncork()

run()
