"""onabort can be replaced and taken back; its place stays that of the first."""

from _trace import run, trace

import netuv

controller = netuv.AbortController()
signal = controller.signal
trace(signal.onabort)
signal.onabort = lambda event: trace("one")
signal.add_event_listener("abort", lambda event: trace("listener"))
signal.onabort = None
signal.onabort = lambda event: trace("two")
controller.abort()
other = netuv.AbortController()
other.signal.onabort = lambda event: trace("never")
other.signal.onabort = None
other.abort()
trace(other.signal.onabort)

run()
