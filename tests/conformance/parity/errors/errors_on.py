"""What an emitter refuses for a listener."""

from _trace import attempt, netuv, run, trace

emitter = netuv.EventEmitter()
attempt("on", lambda: emitter.on("x", 5))
attempt("once", lambda: emitter.once("x", "y"))
attempt("prepend", lambda: emitter.prepend_listener("x", {}))
attempt("off", lambda: emitter.off("x", 5))
trace(emitter.event_names())

run()
