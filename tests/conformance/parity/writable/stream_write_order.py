"""Chunks are written one by one, their callbacks come in order."""

from _streams import Writable
from _trace import run, trace

import netuv


def write(stream, chunk, encoding, callback):
    trace("write", chunk, encoding)
    netuv.set_immediate(callback)


sink = Writable(write=write)
for text in ("a", "b", "c"):
    trace(sink.write(text, lambda text=text: trace("done", text)), sink.writable_length)
sink.on("finish", lambda: trace("finish"))
sink.end(lambda: trace("ended"))

run()
