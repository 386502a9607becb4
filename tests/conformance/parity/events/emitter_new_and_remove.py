"""The "new_listener" comes before the listener is added, "remove_listener" after it is gone."""

from _trace import netuv, run, trace

emitter = netuv.EventEmitter()


def f():
    trace("f")


@emitter.on("new_listener")
def _(event, listener):
    trace("new", event, listener is f, emitter.listener_count(event))


@emitter.on("remove_listener")
def _(event, listener):
    trace("removed", event, listener is f, emitter.listener_count(event))


emitter.on("x", f)
emitter.once("x", f)
emitter.emit("x")
emitter.off("x", f)
emitter.off("x", f)
emitter.emit("x")

run()
