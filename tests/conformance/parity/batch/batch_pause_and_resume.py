"""pause() and resume() of another at once, in the middle of a batch."""

from _trace import crowd, run, trace


@crowd(4)
def _(clients, served):
    for i, s in enumerate(served):

        @s.on("data")
        def _(data, i=i):
            trace(i, data)
            served[3 - i].pause()
            served[3 - i].resume()

        s.on("end", lambda i=i: trace("end", i))

    for i, c in enumerate(clients):
        c.end(f"to {i}")


run()
