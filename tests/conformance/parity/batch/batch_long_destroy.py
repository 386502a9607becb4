"""destroy() in the first of several reads of one poll: nothing more comes."""

from _trace import crowd, run, trace, watch


@crowd(1, "long")
def _(clients, served):
    (client,), (served,) = clients, served
    count = []
    watch(served, "served", "end error close")

    @served.on("data")
    def _(data):
        count.append(data)
        served.destroy()

    served.on("close", lambda had_error: trace(len(count)))
    client.on("error", lambda error: None)
    client.end(bytes(160 << 10))


run()
