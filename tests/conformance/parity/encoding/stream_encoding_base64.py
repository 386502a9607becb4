"""Base64 comes in groups of three bytes, the rest at the end."""

from _streams import Readable
from _trace import run, watch

import netuv

source = Readable(encoding="base64", read=lambda stream, size: None)
watch(source, "source", "data end")
for text in ("a", "bc", "defg", "h"):
    netuv.set_immediate(source.push, text)
netuv.set_immediate(source.push, None)

run()
