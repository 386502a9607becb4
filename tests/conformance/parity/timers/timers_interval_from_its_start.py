"""An interval counts from when its callback began, also if that refreshes it."""

import time

from _trace import netuv, run, trace


def series(refresh, done):
    beats = 0

    def beat():
        nonlocal beats
        beats += 1
        trace("beat", beats)
        if beats == 3:
            netuv.clear_interval(interval)
            netuv.set_timeout(done, 100)
            return
        time.sleep(0.06)
        if refresh:
            interval.refresh()
        netuv.set_timeout(lambda: trace("70 after beat", beats), 70)

    interval = netuv.set_interval(beat, 100)


series(False, lambda: series(True, lambda: trace("done")))

run()
