"""An exception out of a data listener in the middle: all the others still hear theirs."""

from _trace import crowd, netuv, run, trace, watch


@crowd(5)
def _(clients, served):
    for i, s in enumerate(served):

        @s.on("data")
        def _(data, i=i):
            trace(i, data)
            if i % 2:
                raise Exception(f"out of {i}")
            netuv.next_tick(lambda: trace("tick", i))

        s.on("data", lambda data, i=i: trace("second", i))
        watch(s, f"served {i}", "end close")
    netuv.set_immediate(lambda: trace("immediate"))
    for i, c in enumerate(clients):
        c.end(f"to {i}")


run()
