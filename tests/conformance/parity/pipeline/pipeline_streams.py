"""A pipeline of three streams, and its callback."""

from _streams import PassThrough, Writable, pipeline
from _trace import run, trace, watch

a = PassThrough()
b = PassThrough()


def write(stream, chunk, encoding, callback):
    trace("write", chunk)
    callback(None)


w = Writable(write=write)

watch(a, "a", "finish end close")
watch(b, "b", "finish end close")
watch(w, "w", "finish close")
trace(pipeline(a, b, w, lambda error: trace("done", error)) is w)
a.write("one")
a.end("two")
run()
