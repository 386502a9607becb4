"""A tick between two timers of one delay: the second comes at once if it is refreshed."""

import time

from _trace import netuv, run, trace


def late(change, delay, done):
    def first():
        trace("first")

        @netuv.next_tick
        def _():
            trace("tick")
            change(second)

    netuv.set_timeout(first, 5)
    second = netuv.set_timeout(lambda: trace("second"), delay)
    netuv.set_timeout(lambda: trace("third"), delay)
    netuv.set_timeout(done, 100)
    time.sleep(0.02)


def cleared():
    trace("cleared")
    late(netuv.clear_timeout, 5, refreshed)


def refreshed():
    trace("refreshed, of another list")
    late(lambda second: second.refresh(), 6, lambda: trace("done"))


late(lambda second: second.refresh(), 5, cleared)

run()
