"""destroy() of others in the middle of a batch: their data never comes, each closes once."""

from _trace import crowd, netuv, run, trace, turns, watch


@crowd(5)
def _(clients, served):
    for i, s in enumerate(served):
        watch(s, f"served {i}", "end error close")

        @s.on("data")
        def _(data, i=i):
            trace(i, data)
            if i == 2:
                served[4].destroy()
                served[1].destroy()
                served[0].destroy()
                netuv.set_immediate(lambda: trace("immediate"))

    for i, c in enumerate(clients):
        watch(c, f"client {i}", "end error close")
        c.resume()
    for i in (0, 2, 4, 1, 3):
        clients[i].write(f"to {i}")

    @turns(8)
    def _():
        clients[2].end()
        clients[3].end()


run()
