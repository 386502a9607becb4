"""Timers and immediates are listed while they are referenced."""

from _trace import run, trace

import netuv


def listed():
    trace(netuv.get_active_resources_info())


listed()
timer = netuv.set_timeout(lambda: None, 20000)
interval = netuv.set_interval(lambda: None, 20000)
immediate = netuv.set_immediate(listed)


@netuv.set_immediate
def _():
    listed()
    netuv.clear_interval(interval)
    listed()


listed()
timer.unref()
immediate.unref()
listed()
immediate.ref()
netuv.clear_timeout(timer)
listed()

run()
