"""What is pushed arrives as data, then the end, then the close."""

from _streams import Readable
from _trace import run, trace, watch

source = Readable(read=lambda stream, size: None)
watch(source, "source", "data end close")
for text in ("a", "bc"):
    source.push(text)
source.push(None)
trace("pushed", source.readable_ended)

run()
