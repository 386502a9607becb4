"""once("data") hears one, wherever in the batch it stands; once() set on another hears its next."""

from _trace import crowd, run, trace, turns


@crowd(4)
def _(clients, served):
    for i, s in enumerate(served):

        @s.once("data")
        def _(data, i=i):
            trace("once", i, data)
            following = served[(i + 1) % 4]
            following.once("data", lambda data: trace("by", i, data))

    for i, c in enumerate(clients):
        c.write(f"to {i}")

    @turns(5)
    def _():
        for i, c in enumerate(clients):
            c.end(f"more {i}")


run()
