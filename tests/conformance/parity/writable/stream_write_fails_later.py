"""An error from _write goes to its callback, those that wait, the stream, in this order."""

from _streams import Writable
from _trace import run, trace, watch

import netuv


class Broken(Exception):
    code = "X"


def write(stream, chunk, encoding, callback):
    netuv.set_immediate(callback, Broken("broken"))


sink = Writable(write=write)
watch(sink, "sink", "drain finish error close")
for text in ("a", "b"):
    sink.write(text, lambda error, text=text: trace("done", text, error))
sink.end(lambda error: trace("ended", error))
sink.on("close", lambda: trace(sink.errored, sink.writable_aborted, sink.writable_length))

run()
