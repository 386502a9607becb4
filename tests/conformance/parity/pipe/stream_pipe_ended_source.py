"""A source that has ended ends its destination at the next tick."""

from _streams import Readable, Writable
from _trace import run, trace, watch

source = Readable(read=lambda stream, size: None)
source.resume()
source.push(None)


@source.on("close")
def _():
    sink = Writable(write=lambda *_: None)
    watch(sink, "sink", "finish close")
    source.pipe(sink)
    trace(sink.writable_ended)


run()
