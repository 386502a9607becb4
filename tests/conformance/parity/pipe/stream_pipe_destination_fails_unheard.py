"""An error of a destination that nobody listens to is thrown."""

from _streams import Readable, Writable
from _trace import run, watch

import netuv


def write(stream, chunk, encoding, callback):
    netuv.set_immediate(callback, Exception("broken"))


source = Readable(read=lambda stream, size: None)
sink = Writable(write=write)
watch(sink, "sink", "close")
source.pipe(sink)
source.push("a")

run()
