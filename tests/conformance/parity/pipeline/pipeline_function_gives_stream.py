"""A function at the start of a pipeline may give a stream."""

from _streams import PassThrough, Writable, pipeline
from _trace import run, trace


def write(stream, chunk, encoding, callback):
    trace("write", chunk)
    callback(None)


r = PassThrough()
w = Writable(write=write)
pipeline(lambda: r, w, lambda error: trace("done", error, r.destroyed, w.destroyed))
r.end("a")
run()
