"""Timers that became due while the loop was busy come by their times, then what they asked for."""

import time

from _trace import netuv, run, trace


def sixty():
    trace("60")
    netuv.set_timeout(lambda: trace("new"), 30)
    netuv.set_immediate(lambda: trace("immediate"))
    netuv.next_tick(lambda: trace("tick"))


netuv.set_timeout(sixty, 60)
netuv.set_timeout(lambda: trace("5"), 5)
netuv.set_timeout(lambda: trace("120"), 120)
time.sleep(0.18)

run()
