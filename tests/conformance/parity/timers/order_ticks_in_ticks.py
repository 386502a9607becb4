"""A tick asked for in a tick comes before anything else."""

from _trace import netuv, run, trace

left = 3


def tick():
    global left
    trace("tick", left)
    left -= 1
    if left > 0:
        netuv.next_tick(tick)


@netuv.set_immediate
def _():
    global left
    trace("immediate")
    left = 2
    netuv.next_tick(tick)


netuv.set_immediate(lambda: trace("immediate two"))
netuv.next_tick(tick)
netuv.next_tick(lambda: trace("other tick"))

run()
