"""A signal of any() is aborted after the listeners of the one it follows, however old they are."""

from _trace import run, trace

import netuv

one, two = netuv.AbortController(), netuv.AbortController()
both = netuv.AbortSignal.any([one.signal, two.signal])
later = netuv.AbortSignal.any([two.signal])
later.add_event_listener("abort", lambda event: trace("later", both.aborted))
both.add_event_listener(
    "abort", lambda event: trace("any", both.reason, event.target is both, later.aborted)
)
two.signal.add_event_listener("abort", lambda event: trace("two", both.aborted))
two.abort("because of two")
one.abort("because of one")
trace(both.reason, later.reason)

run()
