"""An iterable is the source of a pipeline."""

from _streams import Writable, pipeline
from _trace import run, trace


def write(stream, chunk, encoding, callback):
    trace("write", chunk)
    callback(None)


w = Writable(write=write)

pipeline(["one", "two"], w, lambda error: trace("done", error))
run()
