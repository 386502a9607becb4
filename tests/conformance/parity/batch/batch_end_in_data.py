"""end() of all the others inside the first data of a batch."""

from _trace import crowd, run, trace, watch


@crowd(4)
def _(clients, served):
    for i, s in enumerate(served):
        watch(s, f"served {i}", "finish")

        @s.on("data")
        def _(data, i=i):
            trace(i, data)
            if i == 0:
                for t in served:
                    t.end()

    for i, c in enumerate(clients):
        watch(c, f"client {i}", "end")
        c.resume()
        c.write(f"to {i}")


run()
