"""abort() out of a listener does nothing more."""

from _trace import run, trace

import netuv

controller = netuv.AbortController()
signal = controller.signal


def first(event):
    controller.abort("again")
    trace("first", signal.reason)


signal.add_event_listener("abort", first)
signal.add_event_listener("abort", lambda event: trace("second", signal.reason))
controller.abort("once")

run()
