"""unpipe() takes one destination off; the other goes on."""

from _streams import Readable, Writable
from _trace import run, trace

import netuv


def make(name):
    def write(stream, chunk, encoding, callback):
        trace(name, chunk)
        callback()

    sink = Writable(write=write)
    sink.on("unpipe", lambda stream: trace(name, "unpipe"))
    return sink


source = Readable(read=lambda stream, size: None)
one, two = make("one"), make("two")
source.pipe(one)
source.pipe(two)
source.push("a")


@netuv.set_immediate
def _():
    source.unpipe(make("stranger"))
    trace(source.unpipe(one) is source, source.readable_flowing)
    source.push("b")

    @netuv.set_immediate
    def _():
        source.unpipe(two)
        trace(
            source.readable_flowing,
            source.is_paused(),
            two.listener_count("unpipe"),
            source.listener_count("end"),
        )


run()
