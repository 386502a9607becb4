"""A destroyed Readable.from() closes its generator."""

from _streams import Readable
from _trace import run, trace, watch


def source():
    try:
        yield "one"
        yield "two"
    finally:
        trace("source closed")


r = Readable.from_(source())
watch(r, "r", "end close")


def data(chunk):
    trace(chunk)
    r.destroy()


r.on("data", data)
run()
