"""once() listens once, with its arguments, and is gone while it runs."""

from _trace import netuv, run, trace

emitter = netuv.EventEmitter()


@emitter.once("x")
def _(*args):
    trace("once", list(args), emitter.listener_count("x"))
    emitter.emit("x", "inner")


emitter.on("x", lambda value, *rest: trace("on", value))
trace(emitter.emit("x", "outer", 2))
trace(emitter.emit("x", "again"))
trace(emitter.emit("nobody"))

run()
