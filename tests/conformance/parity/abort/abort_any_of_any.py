"""Signals of any() out of signals of any(), and one that is aborted already."""

from _trace import run, trace

import netuv

one, two = netuv.AbortController(), netuv.AbortController()
first = netuv.AbortSignal.any([one.signal])
second = netuv.AbortSignal.any([two.signal, first, one.signal])
second.add_event_listener("abort", lambda event: trace("second", second.reason))
first.add_event_listener("abort", lambda event: trace("first", first.reason))
one.abort("one")
late = netuv.AbortSignal.any([two.signal, netuv.AbortSignal.abort("given"), first])
trace(late.aborted, late.reason)
late.onabort = lambda event: trace("never")
two.abort("two")
trace(late.reason, netuv.AbortSignal.any([]).aborted, netuv.AbortSignal.any([first]).reason)

run()
