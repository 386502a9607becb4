"""AbortSignal.timeout() does not keep the program running."""

from _trace import run, trace

import netuv

signal = netuv.AbortSignal.timeout(20000)
signal.onabort = lambda event: trace("never")
trace(signal.aborted, signal.reason)
netuv.set_immediate(trace, "immediate")

run()
