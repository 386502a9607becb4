"""pause() in each of several reads of one poll: one at a time, all of it, then the end."""

from _trace import crowd, run, trace, turns


@crowd(1, "long")
def _(clients, served):
    (client,), (served,) = clients, served
    sizes = []
    paused = False

    @served.on("data")
    def _(data):
        nonlocal paused
        trace(paused)
        sizes.append(len(data))
        paused = True
        served.pause()

        @turns(3)
        def _():
            nonlocal paused
            paused = False
            served.resume()

    served.on("end", lambda: trace("end", sum(sizes)))
    client.end(bytes(160 << 10))


run()
