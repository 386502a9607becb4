"""prepend_listener() and prepend_once_listener() go to the front."""

from _trace import netuv, run, trace

emitter = netuv.EventEmitter()
emitter.on("x", lambda: trace("first"))
emitter.prepend_listener("x", lambda: trace("second"))
emitter.prepend_once_listener("x", lambda: trace("third"))
emitter.emit("x")
emitter.emit("x")

run()
