"""A timer made in a timer waits for the next turn, however long that one takes."""

import time

from _trace import netuv, run, trace


def timer():
    netuv.set_immediate(lambda: trace("immediate"))
    netuv.set_timeout(lambda: trace("made in a timer"), 10)
    netuv.set_timeout(lambda: trace("another"), 1)
    time.sleep(0.02)
    trace("timer")


netuv.set_timeout(timer, 10)

run()
