"""An error in the middle of a pipeline destroys both ends with it."""

from _streams import PassThrough, Transform, pipeline
from _trace import run, trace, watch


def transform(stream, chunk, encoding, callback):
    callback(Exception("middle"))


a = PassThrough()
t = Transform(transform=transform)
b = PassThrough()
watch(a, "a", "error close")
watch(t, "t", "error close")
watch(b, "b", "error close")
pipeline(a, t, b, lambda error: trace("done", error))
a.write("x")
run()
