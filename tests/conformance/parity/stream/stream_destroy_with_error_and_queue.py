"""Destroyed with an error, the stream calls back with it for what waits."""

from _streams import Writable
from _trace import run, trace, watch

import netuv


def write(stream, chunk, encoding, callback):
    netuv.set_immediate(callback)


sink = Writable(write=write)
watch(sink, "sink", "finish error close")
sink.cork()
for text in ("a", "b"):
    sink.write(text, lambda error, text=text: trace("done", text, error))
sink.destroy(Exception("broken"))

run()
