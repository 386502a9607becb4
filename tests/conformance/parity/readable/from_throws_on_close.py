"""What a generator raises while it is closed is the error of the stream."""

from _streams import Readable
from _trace import run, trace, watch


def source():
    try:
        yield "one"
        yield "two"
    finally:
        raise Exception("in finally")


r = Readable.from_(source())
watch(r, "r", "error close")


@r.on("data")
def _(chunk):
    trace("data", chunk)
    r.destroy()


run()
