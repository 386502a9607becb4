"""A text without an encoding is written in the default one."""

from _streams import Writable
from _trace import run, trace


def write(stream, chunk, encoding, callback):
    trace(chunk, encoding)
    callback()


sink = Writable(default_encoding="hex", write=write)
sink.write("6162")
sink.write("6162", "utf8")
trace(sink.set_default_encoding("latin1") is sink)
sink.write("\xe9")

run()
