"""A pipeline with a signal that was aborted before destroys its streams."""

from _streams import PassThrough, pipeline
from _trace import run, trace, watch

import netuv

a = PassThrough()
b = PassThrough()
watch(a, "a", "error close")
watch(b, "b", "error close")


def done(error):
    netuv.set_immediate(trace, "done", error)


pipeline(a, b, done, signal=netuv.AbortSignal.abort())
trace(a.destroyed, b.destroyed)
run()
