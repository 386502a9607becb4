"""An error of the destination destroys the source."""

from _streams import PassThrough, Writable, pipeline
from _trace import run, trace, watch

a = PassThrough()
w = Writable(write=lambda stream, chunk, encoding, callback: callback(Exception("full")))
watch(a, "a", "error close")
watch(w, "w", "finish error close")
pipeline(a, w, lambda error: trace("done", error, a.destroyed, w.destroyed))
a.write("one")
run()
