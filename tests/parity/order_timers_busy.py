"""Timers that became due while the loop was busy come by their times, then what they asked for."""

import time

from _trace import netuv, run, trace


def ten():
    trace("10")
    netuv.set_timeout(lambda: trace("new"), 20)
    netuv.set_immediate(lambda: trace("immediate"))
    netuv.next_tick(lambda: trace("tick"))


netuv.set_timeout(ten, 10)
netuv.set_timeout(lambda: trace("5"), 5)
netuv.set_timeout(lambda: trace("15"), 15)
time.sleep(0.04)

run()
