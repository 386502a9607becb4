"""An error of the writable side ends the readable one."""

from _streams import Duplex
from _trace import run, trace, turns, watch

import netuv


def write(stream, chunk, encoding, callback):
    netuv.set_immediate(callback, Exception("broken"))


both = Duplex(read=lambda stream, size: None, write=write)
watch(both, "both", "data end finish error close")
both.push("a")
both.write("b")


@turns(2)
def _():
    trace(both.readable, both.readable_aborted, both.writable, both.push("late"))


run()
