"""destroy(error) of another in the middle of a batch: its error comes in the tick."""

from _trace import crowd, netuv, run, trace, watch


@crowd(3)
def _(clients, served):
    for i, s in enumerate(served):
        watch(s, f"served {i}", "end error close")

        @s.on("data")
        def _(data, i=i):
            trace(i, data)
            if i == 0:
                served[1].destroy(Exception("by 0"))
                netuv.next_tick(lambda: trace("tick"))

    for i, c in enumerate(clients):
        c.on("error", lambda error, i=i: trace("client", i, error))
        c.end(f"to {i}")


run()
