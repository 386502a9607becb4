"""An exception in a listener skips the rest of that emit."""

from _trace import netuv, run, trace

emitter = netuv.EventEmitter()


@emitter.on("x")
def _():
    trace("first")
    raise Exception("out of first")


emitter.on("x", lambda: trace("second"))
try:
    emitter.emit("x")
except Exception as error:
    trace("caught", error)

run()
