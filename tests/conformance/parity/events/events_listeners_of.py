"""getEventListeners() gives those of an emitter and those of a signal, as they were given."""

from _trace import attempt, trace

import netuv
from netuv import events


def one(*_):
    pass


def two(*_):
    pass


def names(found):
    return ["one" if f is one else "two" if f is two else "other" for f in found]


e = netuv.EventEmitter()
e.on("x", one)
e.once("x", two)
e.on("x", one)
trace(names(events.get_event_listeners(e, "x")), names(events.get_event_listeners(e, "y")))
signal = netuv.AbortController().signal
signal.add_event_listener("abort", two)
signal.add_event_listener("abort", one, once=True)
signal.add_event_listener("abort", two)
listeners = events.get_event_listeners(signal, "abort")
trace(names(listeners), names(events.get_event_listeners(signal, "x")))
signal.remove_event_listener("abort", two)
trace(names(events.get_event_listeners(signal, "abort")))
for odd in [{}, 5, "emitter"]:
    attempt("none", lambda odd=odd: events.get_event_listeners(odd, "x"))
trace("exit")
