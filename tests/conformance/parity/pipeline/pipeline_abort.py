"""An aborted pipeline destroys its streams."""

from _streams import PassThrough, Writable, pipeline
from _trace import run, trace, watch

import netuv

controller = netuv.AbortController()
a = PassThrough()


def write(stream, chunk, encoding, callback):
    trace("write", chunk)
    callback(None)


w = Writable(write=write)

watch(w, "w", "close")
pipeline(a, w, lambda error: trace("done", error, a.destroyed), signal=controller.signal)
a.write("one")
netuv.set_immediate(controller.abort)
run()
