"""An error of the source destroys the others."""

from _streams import PassThrough, Writable, pipeline
from _trace import run, trace, watch

import netuv

a = PassThrough()
b = PassThrough()


def write(stream, chunk, encoding, callback):
    trace("write", chunk)
    callback(None)


w = Writable(write=write)

watch(a, "a", "error close")
watch(b, "b", "error close")
watch(w, "w", "finish error close")
pipeline(a, b, w, lambda error: trace("done", error, a.destroyed, b.destroyed, w.destroyed))
a.write("one")
netuv.set_immediate(lambda: a.destroy(Exception("bad")))
run()
