"""Exceptions out of timers: the rest of the list goes on, ticks wait for a callback."""

import time

from _trace import netuv, run, trace


def thrower(name):
    def throw():
        trace(name)
        netuv.next_tick(lambda: trace("tick of", name))
        netuv.set_immediate(lambda: trace("immediate of", name))
        raise Exception(name)

    return throw


netuv.set_timeout(thrower("a"), 5)
netuv.set_timeout(lambda: trace("b"), 5)
netuv.set_timeout(thrower("c"), 5)
netuv.set_timeout(lambda: trace("d"), 6)
netuv.set_timeout(thrower("e"), 7).unref()
netuv.set_timeout(lambda: trace("f"), 8).unref()


def beat():
    global beats
    trace("beat")
    if beats > 0:
        beats -= 1
        raise Exception("of a beat")
    netuv.clear_interval(interval)


interval = netuv.set_interval(beat, 9)
beats = 2
time.sleep(0.02)

run()
