"""A write done at once calls back at the next tick."""

from _streams import Writable
from _trace import run, trace

import netuv


def write(stream, chunk, encoding, callback):
    trace("write", chunk)
    callback()


sink = Writable(write=write)
sink.write("a", lambda: trace("done a"))
netuv.next_tick(lambda: trace("tick"))
sink.write("b", lambda: trace("done b"))
trace("written", sink.writable_length)

run()
