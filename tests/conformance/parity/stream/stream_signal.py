"""A signal destroys its stream with an AbortError, at once if it is aborted already."""

from _streams import Duplex
from _trace import run, trace, watch

import netuv


def write(stream, chunk, encoding, callback):
    callback()


def make(name, signal):
    both = Duplex(signal=signal, read=lambda stream, size: None, write=write)
    watch(both, name, "end finish error close")
    return both


controller = netuv.AbortController()
both = make("both", controller.signal)
controller.abort("why")
trace(both.destroyed, both.errored.cause)
late = make("late", controller.signal)
trace(late.destroyed)
other = netuv.AbortController()
over = make("over", other.signal)
over.destroy()


@netuv.set_immediate
def _():
    other.abort()
    trace(over.errored)


run()
