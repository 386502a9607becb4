"""Delays that are none: nothing, negative, fractions; all are 1 ms or cut."""

from _trace import netuv, run, trace

for delay in (None, -5, 0, 1.9):
    netuv.set_timeout(lambda delay=delay: trace("timer", delay), delay)
netuv.set_timeout(lambda: trace("30"), 30.7)

run()
