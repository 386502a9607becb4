"""destroy() of each in its own listener: the closes come after the batch."""

from _trace import crowd, netuv, run, trace, watch


@crowd(4)
def _(clients, served):
    for i, s in enumerate(served):
        watch(s, f"served {i}", "end error close")

        @s.on("data")
        def _(data, i=i, s=s):
            trace(i, data)
            s.destroy()
            netuv.next_tick(lambda: trace("tick", i))
            netuv.set_immediate(lambda: trace("immediate", i))

    for i, c in enumerate(clients):
        c.write(f"to {i}")


run()
