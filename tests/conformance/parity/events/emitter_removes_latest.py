"""off() removes the listener added last, once per call."""

from _trace import netuv, run, trace

emitter = netuv.EventEmitter()


def f():
    trace("f")


emitter.on("x", f)
emitter.on("x", lambda: trace("between"))
emitter.on("x", f)
emitter.off("x", f)
emitter.emit("x")
trace(emitter.listener_count("x"))

run()
