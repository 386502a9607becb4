"""has_ref, unref, ref, refresh and close of a timer."""

from _trace import netuv, run, trace

timer = netuv.set_timeout(lambda: trace("timer"), 300)
trace(timer.has_ref())
trace(timer.unref() is timer, timer.has_ref())
trace(timer.ref() is timer, timer.has_ref())
trace(timer.refresh() is timer)
closed = netuv.set_timeout(lambda: trace("never"), 1)
trace(closed.close() is closed)
netuv.set_timeout(lambda: trace("never"), 5000).unref()
again = 1


def fired():
    global again
    trace("fired")
    if again > 0:
        again -= 1
        repeated.refresh()


repeated = netuv.set_timeout(fired, 5)

run()
