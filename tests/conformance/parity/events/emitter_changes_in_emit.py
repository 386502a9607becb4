"""Adding and removing listeners while emitting changes the next emit only."""

from _trace import netuv, run, trace

emitter = netuv.EventEmitter()


def last():
    trace("last")


@emitter.on("x")
def _():
    trace("first")
    emitter.off("x", last)
    emitter.on("x", lambda: trace("added"))


emitter.on("x", last)
emitter.emit("x")
trace("again")
emitter.emit("x")

run()
