"""finished() of a writable stream, after its finish."""

from _streams import Writable, finished
from _trace import run, trace, watch

w = Writable(write=lambda stream, chunk, encoding, callback: callback(None))
watch(w, "w", "finish close")
finished(w, lambda error: trace("finished", error))
w.end("one")
run()
