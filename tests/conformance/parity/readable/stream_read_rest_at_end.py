"""After the end read(n) gives what is left, though it is less."""

from _streams import Readable
from _trace import run, trace, watch

source = Readable(read=lambda stream, size: None)
watch(source, "source", "end close")
source.push("abc")
trace(source.read(5))
source.push(None)
trace(source.read(5))
trace(source.read(5))

run()
