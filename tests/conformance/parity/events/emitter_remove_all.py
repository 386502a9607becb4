"""remove_all_listeners() removes the last first, and emits for each."""

from _trace import netuv, run, trace

emitter = netuv.EventEmitter()
names = {}
for name in ("one", "two", "three"):
    f = lambda name=name: trace(name)  # noqa: E731
    names[f] = name
    emitter.on("y" if name == "three" else "x", f)
emitter.on("remove_listener", lambda event, f: trace("removed", event, names[f]))
emitter.remove_all_listeners("x")
trace(emitter.event_names())
emitter.remove_all_listeners()
trace(emitter.event_names())

run()
