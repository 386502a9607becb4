"""destroy() again with another error, in _destroy, in "error", in "close"."""

from _streams import Readable
from _trace import netuv, run, trace, watch

one = Readable(read=lambda stream, size: None)
watch(one, "one", "error close end")
trace(one.destroy(Exception("first")) is one)
one.destroy(Exception("second"))
trace(one.errored, one.closed)


def destroy(stream, error, callback):
    trace("hook", error)
    two.destroy(Exception("inside"))
    netuv.set_immediate(callback, error)


two = Readable(read=lambda stream, size: None, destroy=destroy)
watch(two, "two", "error close end")
two.on("error", lambda error: two.destroy(Exception("in error")))
two.on("close", lambda: two.destroy(Exception("in close")))
two.destroy(Exception("outside"))
trace(two.destroyed, two.closed, two.errored)

run()
