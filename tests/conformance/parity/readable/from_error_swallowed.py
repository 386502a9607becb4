"""A generator that swallows the error of destroy() does not hide it."""

from _streams import Readable
from _trace import run, trace, watch


def source():
    try:
        yield "one"
    except Exception as error:
        trace("caught", error)


r = Readable.from_(source())
watch(r, "r", "error close")
r.once("readable", lambda: r.destroy(Exception("bad")))
run()
