"""Timers by time, then by the order they were made in; ticks between them."""

from _trace import netuv, run, trace

netuv.set_timeout(lambda: trace("100"), 100)


def first():
    trace("1 first")
    netuv.next_tick(lambda: trace("tick"))


netuv.set_timeout(first, 1)
netuv.set_timeout(lambda *args: trace("1 second", list(args)), 1, "x", 2)
cleared = netuv.set_timeout(lambda: trace("cleared"), 1000)
netuv.set_timeout(lambda: netuv.clear_timeout(cleared), 1)

run()
