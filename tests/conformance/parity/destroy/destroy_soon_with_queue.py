"""destroy_soon() lets everything out first."""

from _trace import pair, run, trace, watch


@pair
def _(client, served, server):
    watch(client, "client", "finish close")
    sizes = []
    served.on("data", lambda data: sizes.append(len(data)))
    served.on("end", lambda: trace("end", sum(sizes)))
    watch(served, "served", "error close")
    client.write(bytes(8 << 20), lambda: trace("written"))
    client.destroy_soon()
    trace(client.destroyed, client.writable)


run()
