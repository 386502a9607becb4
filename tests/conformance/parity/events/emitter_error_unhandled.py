"""An "error" without a listener throws its error, or one made for it."""

from _trace import netuv, run, trace

emitter = netuv.EventEmitter()


def emit(label, *args):
    try:
        emitter.emit("error", *args)
        trace(label, "came")
    except Exception as error:
        trace(label, error)


emit("error", Exception("boom"))
emit("number", 5)
emit("nothing")
emitter.on("error", lambda error: None)
emit("came", Exception("boom"))

run()
