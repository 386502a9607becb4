"""An exception out of a timer: those due at the same time still come."""

import time

from _trace import netuv, run, trace


def first():
    raise Exception("out of a timer")


netuv.set_timeout(first, 2)
netuv.set_timeout(lambda: trace("second"), 2)
time.sleep(0.01)

run()
