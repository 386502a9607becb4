"""Listeners of errorMonitor come before those of `error`, and leave an error unhandled."""

from _trace import trace

import netuv
from netuv.events import error_monitor

e = netuv.EventEmitter()
e.on(error_monitor, lambda *args: trace("monitor", *args))


def emit(*args):
    try:
        trace("emitted", e.emit("error", *args))
    except Exception as error:
        trace("raised", error)


emit(Exception("one"), "more")
emit("two")
e.on("error", lambda *args: trace("listener", *args))
emit(Exception("three"))
counts = e.listener_count("error"), e.listener_count(error_monitor), len(e.event_names())
trace(e.emit("other"), *counts)
trace("by itself", e.emit(error_monitor, "four"))


@e.once(error_monitor)
def take_off(error):
    trace("takes them off")
    e.remove_all_listeners("error")


emit(Exception("five"))
e.on("error", lambda error: trace("never"))


@e.on(error_monitor)
def fail(error):
    raise Exception("of the monitor")


emit(Exception("six"))
trace("exit")
