"""addAbortListener(): once, at once for a signal that is aborted, until it is disposed of."""

from _trace import attempt, run, trace

import netuv
from netuv import events

controller = netuv.AbortController()
events.add_abort_listener(controller.signal, lambda event: trace("one", event.type))
two = events.add_abort_listener(controller.signal, lambda: trace("two"))
events.add_abort_listener(controller.signal, lambda: trace("three"))
trace(len(events.get_event_listeners(controller.signal, "abort")))
two.dispose()
two.dispose()
controller.abort()
trace(len(events.get_event_listeners(controller.signal, "abort")))
with events.add_abort_listener(controller.signal, lambda event: trace("late", event)):
    pass
trace("called")
for odd in [None, {}, 5]:
    attempt("no signal", lambda odd=odd: events.add_abort_listener(odd, lambda: None))
attempt("no listener", lambda: events.add_abort_listener(controller.signal, 5))
run()
