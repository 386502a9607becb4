"""A destination that fails is taken off, the source is kept and paused."""

from _streams import Readable, Writable
from _trace import run, trace, turns, watch

import netuv


def write(stream, chunk, encoding, callback):
    netuv.set_immediate(callback, Exception("broken"))


source = Readable(read=lambda stream, size: None)
sink = Writable(write=write)
sink.on("unpipe", lambda stream: trace("unpipe"))
watch(sink, "sink", "error close")
source.pipe(sink)
source.push("a")


@turns(3)
def _():
    trace(
        source.destroyed,
        source.is_paused(),
        source.listener_count("data"),
        sink.listener_count("drain"),
    )


run()
