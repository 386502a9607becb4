"""An exception out of a tick: the other ticks still come, before anything else."""

from _trace import netuv, run, trace


@netuv.next_tick
def _():
    trace("one")
    raise Exception("out of a tick")


netuv.next_tick(lambda: trace("two"))


@netuv.set_immediate
def _():
    trace("immediate")
    raise Exception("out of an immediate")


netuv.set_immediate(lambda: trace("second immediate"))

run()
