"""A destination destroyed without an error is a premature close."""

from _streams import PassThrough, Writable, pipeline
from _trace import run, trace

import netuv

a = PassThrough()


def write(stream, chunk, encoding, callback):
    trace("write", chunk)
    callback(None)


w = Writable(write=write)

pipeline(a, w, lambda error: trace("done", error, a.destroyed))
a.write("one")
netuv.set_immediate(w.destroy)
run()
