"""An encoding set on the others in the middle of a batch holds for what they hear after it."""

from _trace import crowd, run, trace, turns


@crowd(4)
def _(clients, served):
    for i, s in enumerate(served):

        @s.on("data")
        def _(data, i=i):
            trace(i, "text" if isinstance(data, str) else "bytes", data)
            if i == 1:
                for t in served:
                    t.set_encoding("hex")

        s.on("end", lambda i=i: trace("end", i))

    for i, c in enumerate(clients):
        c.write(f"to {i}")

    @turns(5)
    def _():
        for i, c in enumerate(clients):
            c.end(f"more {i}")


run()
