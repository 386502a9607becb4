"""A second "data" listener attached to the others in the middle of a batch hears what follows."""

from _trace import crowd, run, trace, turns


@crowd(4)
def _(clients, served):
    for i, s in enumerate(served):

        @s.on("data")
        def _(data, i=i):
            trace(i, data)
            if i != 1:
                return
            for j, t in enumerate(served):
                t.on("data", lambda more, j=j: trace("also", j, more))

    for i, c in enumerate(clients):
        c.write(f"to {i}")

    @turns(5)
    def _():
        for i, c in enumerate(clients):
            c.end(f"more {i}")


run()
