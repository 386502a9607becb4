"""_final comes after the last write, then prefinish, then finish."""

from _streams import Writable
from _trace import run, trace, watch

import netuv


def write(stream, chunk, encoding, callback):
    trace("write", chunk)
    netuv.set_immediate(callback)


def final(stream, callback):
    trace("final", stream.writable_finished)
    netuv.set_immediate(callback)


sink = Writable(write=write, final=final)
watch(sink, "sink", "prefinish finish close")
sink.write("a", lambda: trace("done"))
sink.end(lambda: trace("ended"))

run()
