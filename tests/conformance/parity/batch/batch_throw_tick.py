"""A tick asked for in a listener that throws comes after the next listener."""

from _trace import crowd, netuv, run, trace, turns


@crowd(3)
def _(clients, served):
    for i, s in enumerate(served):

        @s.on("data")
        def _(data, i=i):
            trace(i, data)
            netuv.next_tick(lambda: trace("tick", i))
            if i == 0:
                raise Exception("out of 0")

    for i, c in enumerate(clients):
        c.write(f"to {i}")

    @turns(5)
    def _():
        for c in clients:
            c.destroy()


run()
