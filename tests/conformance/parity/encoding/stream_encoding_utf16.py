"""A utf-16 unit and a surrogate pair split over chunks are given whole."""

from _streams import Readable
from _trace import run, trace, watch

import netuv

source = Readable(encoding="utf16le", read=lambda stream, size: None)
watch(source, "source", "data end")
data = "aé😀".encode("utf-16-le")
for start, stop in ((0, 3), (3, 6), (6, 8)):
    netuv.set_immediate(source.push, data[start:stop])
netuv.set_immediate(source.push, None)
trace(source.readable_encoding)

run()
