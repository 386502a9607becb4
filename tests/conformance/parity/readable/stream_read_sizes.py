"""read(n) gives exactly n bytes across chunks, or none."""

from _streams import Readable
from _trace import run, trace

source = Readable(read=lambda stream, size: None)
for text in ("abc", "def", "g"):
    source.push(text)
for n in (2, 3, 0, -1, 8, 1, 1):
    trace(n, source.read(n), source.readable_length)

run()
