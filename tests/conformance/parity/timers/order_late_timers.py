"""When a turn comes late all due timers of one delay come before those of another."""

import time

from _trace import netuv, run, trace


def busy(milliseconds):
    end = time.monotonic() + milliseconds / 1000
    while time.monotonic() < end:
        pass


netuv.set_timeout(lambda: trace("1, first"), 1)
netuv.set_timeout(lambda: trace("30"), 30)
netuv.set_timeout(lambda: trace("15, first"), 15)
busy(60)


def second():
    trace("1, second")
    netuv.clear_timeout(cleared)
    netuv.set_timeout(lambda: trace("1, made in the phase"), 1)
    netuv.next_tick(lambda: trace("tick"))


netuv.set_timeout(second, 1)


def refresh():
    trace("15, second")
    far.refresh()


netuv.set_timeout(refresh, 15)
cleared = netuv.set_timeout(lambda: trace("15, cleared"), 15)
far = netuv.set_timeout(lambda: trace("15, refreshed"), 15)
busy(60)

run()
