"""A listener added inside "new_listener" comes before the one being added."""

from _trace import netuv, run, trace

emitter = netuv.EventEmitter()
emitter.once("new_listener", lambda event, f: emitter.on(event, lambda: trace("inner")))
emitter.on("x", lambda: trace("outer"))
emitter.emit("x")

run()
