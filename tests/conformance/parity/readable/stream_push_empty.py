"""An empty chunk is no end, and asks again."""

from _streams import Readable
from _trace import run, trace, watch

chunks = iter(["", "a", "", None])


def read(stream, size):
    trace("asked")
    stream.push(next(chunks))


source = Readable(read=read)
watch(source, "source", "data end close")

run()
