"""AbortSignal.timeout() aborts with a TimeoutError, also the signals of any() that follow it."""

from _trace import run, trace

import netuv

stay = netuv.set_timeout(lambda: None, 20000)
signal = netuv.AbortSignal.timeout(1)
other = netuv.AbortController()
both = netuv.AbortSignal.any([other.signal, signal])
signal.onabort = lambda event: trace("timeout", type(signal.reason).__name__, str(signal.reason))


def aborted(event):
    trace("any", both.reason is signal.reason, other.signal.aborted)
    netuv.clear_timeout(stay)


both.onabort = aborted

run()
