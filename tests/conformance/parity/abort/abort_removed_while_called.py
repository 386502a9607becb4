"""A listener that an earlier one takes off is not called."""

from _trace import run, trace

import netuv

controller = netuv.AbortController()
signal = controller.signal


def second(event):
    trace("second")


def first(event):
    trace("first")
    signal.remove_event_listener("abort", second)


signal.add_event_listener("abort", first)
signal.add_event_listener("abort", second)
signal.add_event_listener("abort", lambda event: trace("third"), once=True)
signal.remove_event_listener("abort", lambda event: None)
controller.abort()

run()
