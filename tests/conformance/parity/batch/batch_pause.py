"""pause() of itself and of others in the middle of a batch; resume() in the reverse order."""

from _trace import crowd, run, trace, turns


@crowd(4)
def _(clients, served):
    for i, s in enumerate(served):

        @s.on("data")
        def _(data, i=i):
            trace(i, data)
            if i == 1:
                for t in served:
                    t.pause()

        s.on("end", lambda i=i: trace("end", i))

    for i, c in enumerate(clients):
        c.end(f"to {i}")

    @turns(5)
    def _():
        trace("resume")
        for s in reversed(served):
            s.resume()


run()
