"""Destroyed, the stream calls back for what waits."""

from _streams import Writable
from _trace import run, trace, watch

import netuv


def write(stream, chunk, encoding, callback):
    trace("write", chunk)
    netuv.set_immediate(callback)


sink = Writable(write=write)
watch(sink, "sink", "drain finish error close")
for text in ("a", "b"):
    sink.write(text, lambda error, text=text: trace("done", text, error))
sink.end(lambda error: trace("ended", error))
sink.destroy()
trace(sink.writable_aborted, sink.writable_ended)

run()
