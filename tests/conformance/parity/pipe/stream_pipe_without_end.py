"""With end off the destination stays open."""

from _streams import Readable, Writable
from _trace import run, trace, turns, watch


def write(stream, chunk, encoding, callback):
    trace("write", chunk)
    callback()


source = Readable(read=lambda stream, size: None)
sink = Writable(write=write)
watch(sink, "sink", "finish close")
sink.on("unpipe", lambda stream: trace("unpipe"))
source.pipe(sink, end=False)
for text in ("a", None):
    source.push(text)


@turns(2)
def _():
    trace(sink.writable)
    sink.end("b")


run()
