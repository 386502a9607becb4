"""The error of destroy() is raised in the generator a stream reads from, which may change it."""

from _streams import Readable
from _trace import run, trace, watch


def source():
    try:
        yield "one"
    except Exception as error:
        trace("caught", error)
        raise Exception("worse") from None
    finally:
        trace("finally")


r = Readable.from_(source())
watch(r, "r", "error close")


@r.once("readable")
def _():
    r.destroy(Exception("bad"))
    trace("destroyed")


run()
