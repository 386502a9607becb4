"""A utf-8 character split over chunks is given whole."""

from _streams import Readable
from _trace import run, watch

import netuv

source = Readable(encoding="utf8", read=lambda stream, size: None)
watch(source, "source", "data end")
for byte in "a€😀b".encode():
    netuv.set_immediate(source.push, bytes([byte]))
netuv.set_immediate(source.push, None)

run()
