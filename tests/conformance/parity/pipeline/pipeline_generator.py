"""A generator function is the source of a pipeline."""

from _streams import Writable, pipeline
from _trace import run, trace


def write(stream, chunk, encoding, callback):
    trace("write", chunk)
    callback(None)


w = Writable(write=write)


def source():
    yield "one"
    yield "two"


pipeline(source, w, lambda error: trace("done", error))
run()
