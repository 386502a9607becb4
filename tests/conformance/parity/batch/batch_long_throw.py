"""An exception in each of several reads of one poll loses nothing."""

from _trace import crowd, run, trace


@crowd(1, "long")
def _(clients, served):
    (client,), (served,) = clients, served
    sizes = []

    @served.on("data")
    def _(data):
        sizes.append(len(data))
        raise Exception("out of data")

    served.on("end", lambda: trace("end", sum(sizes)))
    client.end(bytes(160 << 10))


run()
