"""finished() has the stream's error."""

from _streams import Readable, finished
from _trace import run, trace, watch

r = Readable(read=lambda stream, size: None)
watch(r, "r", "close")
finished(r, lambda error: trace("finished", error))
r.destroy(Exception("bad"))
run()
