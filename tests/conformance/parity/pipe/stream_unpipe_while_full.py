"""Taken off while it is full, a destination does not hold the others up."""

from _streams import Readable, Writable
from _trace import run, trace

import netuv


def make(name, mark):
    def write(stream, chunk, encoding, callback):
        trace(name, chunk)
        if mark > 1:
            callback()

    return Writable(high_water_mark=mark, write=write)


source = Readable(read=lambda stream, size: None)
full, free = make("full", 1), make("free", 9)
source.pipe(full)
source.pipe(free)
source.push("a")


@netuv.set_immediate
def _():
    trace(source.readable_flowing)
    source.unpipe(full)
    source.push("b")


run()
