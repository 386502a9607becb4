"""A paused stream keeps what is pushed until it is resumed."""

from _streams import Readable
from _trace import run, trace, turns

source = Readable(read=lambda stream, size: None)
source.on("data", lambda chunk: (trace("data", chunk), source.pause()))
for text in ("a", "b", "c"):
    source.push(text)


@turns(2)
def _():
    trace(source.readable_length)
    source.resume()
    turns(2, lambda: trace(source.readable_length))


run()
