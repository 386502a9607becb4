"""An exception of the transform function comes out of write()."""

from _streams import Transform
from _trace import run, trace, watch


def transform(stream, chunk, encoding, callback):
    raise Exception("thrown")


t = Transform(transform=transform)
watch(t, "t", "data error end close")
try:
    t.write("a")
except Exception as error:
    trace("caught", error)
trace(t.destroyed)
run()
