"""listeners() unwraps once(), raw_listeners() gives the wrapper, which works once."""

from _trace import netuv, run, trace

emitter = netuv.EventEmitter()


def f():
    trace("f")


emitter.once("x", f)
emitter.on("x", f)
trace([g is f for g in emitter.listeners("x")], [g is f for g in emitter.raw_listeners("x")])
wrapper = emitter.raw_listeners("x")[0]
trace(wrapper.listener is f)
wrapper()
trace(emitter.listener_count("x"))
wrapper()
emitter.emit("x")

run()
