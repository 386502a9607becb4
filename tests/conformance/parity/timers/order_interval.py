"""An interval repeats until it is cleared in its own callback."""

from _trace import netuv, run, trace

left = 3


def beat(name):
    global left
    trace(name, left)
    left -= 1
    if left == 0:
        netuv.clear_interval(interval)


interval = netuv.set_interval(beat, 2, "beat")

run()
