"""A utf-8 character cut off by the end is a replacement character."""

from _streams import Readable
from _trace import run, watch

for numbers in ([0x61, 0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xFF, 0x62], [0xE2, 0x28]):
    source = Readable(encoding="utf8", read=lambda stream, size: None)
    watch(source, "source", "data end")
    source.push(bytes(numbers))
    source.push(None)

run()
