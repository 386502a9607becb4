"""An exception in the source's generator ends the pipeline."""

from _streams import Writable, pipeline
from _trace import run, trace, watch


def write(stream, chunk, encoding, callback):
    trace("write", chunk)
    callback(None)


w = Writable(write=write)

watch(w, "w", "error close")


def source():
    yield "one"
    raise Exception("bad")


pipeline(source, w, lambda error: trace("done", error, w.destroyed))
run()
