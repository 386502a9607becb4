"""What a listener of "abort" throws is uncaught, in the next tick; the others are called."""

from _trace import run, trace

import netuv

controller = netuv.AbortController()


def fail(text):
    raise RuntimeError(text)


controller.signal.onabort = lambda event: fail("one")
controller.signal.add_event_listener("abort", lambda event: trace("called"))
controller.signal.add_event_listener("abort", lambda event: fail("two"))
netuv.next_tick(trace, "tick before")
controller.abort()
trace("aborted")

run()
