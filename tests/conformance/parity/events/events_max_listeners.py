"""getMaxListeners() and setMaxListeners(): of emitters, signals, the default; what is refused."""

from _trace import attempt, trace

import netuv
from netuv import events

e = netuv.EventEmitter()
before = netuv.AbortController()
trace(e.get_max_listeners(), events.get_max_listeners(e), events.get_max_listeners(before.signal))
events.set_max_listeners(3, e, before.signal)
trace(e.get_max_listeners(), events.get_max_listeners(e), events.get_max_listeners(before.signal))
events.set_max_listeners(7)
after = netuv.AbortController()
new = netuv.EventEmitter()
trace(events.default_max_listeners, new.get_max_listeners(), e.get_max_listeners())
trace(events.get_max_listeners(before.signal), events.get_max_listeners(after.signal))
events.default_max_listeners = 8
trace(netuv.EventEmitter().get_max_listeners(), netuv.EventEmitter.default_max_listeners)
events.set_max_listeners(None, e)
trace(e.get_max_listeners())
e.set_max_listeners(0)
trace(e.get_max_listeners(), events.get_max_listeners(e))
events.set_max_listeners(0, after.signal)
attempt("a signal without a limit", lambda: events.get_max_listeners(after.signal))


def assign(n):
    events.default_max_listeners = n


for n in [-1, float("nan"), "many", True, "5", {}]:
    attempt("events.set_max_listeners", lambda n=n: events.set_max_listeners(n))
    attempt("of an emitter", lambda n=n: events.set_max_listeners(n, e))
    attempt("emitter.set_max_listeners", lambda n=n: e.set_max_listeners(n) and "set")
    attempt("default", lambda n=n: assign(n))
for odd in [{}, 5, "emitter", lambda: None]:
    attempt("of what is none", lambda odd=odd: events.set_max_listeners(5, odd))
    attempt("get of what is none", lambda odd=odd: events.get_max_listeners(odd))
trace(events.default_max_listeners, e.get_max_listeners())
trace("exit")
