"""finished() of a readable stream, after its end."""

from _streams import Readable, finished
from _trace import run, trace, watch

r = Readable(read=lambda stream, size: None)
watch(r, "r", "end close")
finished(r, lambda error: trace("finished", error))
r.push("one")
r.push(None)
r.resume()
run()
