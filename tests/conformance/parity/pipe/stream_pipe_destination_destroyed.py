"""A destination that is destroyed is taken off."""

from _streams import Readable, Writable
from _trace import run, trace

import netuv


def write(stream, chunk, encoding, callback):
    trace("write", chunk)
    callback()


source = Readable(read=lambda stream, size: None)
sink = Writable(write=write)
sink.on("unpipe", lambda stream: trace("unpipe"))
source.pipe(sink)
source.push("a")


@netuv.set_immediate
def _():
    sink.destroy()
    netuv.set_immediate(
        lambda: trace(source.push("b"), source.readable_flowing, source.readable_length)
    )


run()
