"""Listeners of "abort" are called in their order, onabort at its place among them; once."""

from _trace import run, trace

import netuv

controller = netuv.AbortController()
signal = controller.signal
signal.add_event_listener("abort", lambda event: trace("first", event.type, event.target is signal))
signal.onabort = lambda event: trace("onabort", signal.aborted)


def last(event):
    trace("last")


signal.add_event_listener("abort", last)
signal.add_event_listener("abort", last)
signal.add_event_listener("other", lambda event: trace("other"))
trace(signal.aborted)
controller.abort()
trace("called")
controller.abort()
signal.add_event_listener("abort", lambda event: trace("too late"))

run()
