"""The warnings of times that are too long, of timers and of sockets, in their words."""

import math
import warnings

from _trace import netuv, run, trace


def shown(message, category, *_):
    netuv.next_tick(trace, category.__name__, str(message))


warnings.simplefilter("always")
warnings.showwarning = shown
for delay in (2**31, 2147483647.5, 1e21, 4294967296.25, math.inf, "99999999999", 2**31 - 1):
    netuv.clear_timeout(netuv.set_timeout(lambda: None, delay))
netuv.clear_interval(netuv.set_interval(lambda: None, 2**40))
socket = netuv.Socket()
socket.set_timeout(2**31)
trace(socket.timeout)
socket.set_timeout(12345678901.5)
trace(socket.timeout)
socket.set_timeout(2**31 - 1)
trace(socket.timeout)
socket.set_timeout(0)
trace("made")

run()
