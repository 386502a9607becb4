"""event_names(), listener_count() and the limits."""

from _trace import netuv, run, trace

emitter = netuv.EventEmitter()


def f():
    pass


emitter.on("a", f)
emitter.on("b", f)
emitter.once("b", f)
trace(emitter.event_names(), emitter.listener_count("b"), emitter.listener_count("c"))
trace(emitter.get_max_listeners())
trace(emitter.set_max_listeners(3) is emitter, emitter.get_max_listeners())
trace(emitter.remove_all_listeners("nobody") is emitter, emitter.off("a", f) is emitter)
trace(emitter.event_names())

run()
