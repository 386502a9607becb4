"""Resumed without listeners, a stream runs to its end."""

from _streams import Readable
from _trace import run, trace, turns, watch

count = 0


def read(stream, size):
    global count
    count += 1
    stream.push(None if count > 3 else "x")


source = Readable(read=read)
watch(source, "source", "end close")
source.resume()
turns(2, lambda: trace(count, source.readable_did_read))

run()
