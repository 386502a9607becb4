"""served.pipe(served) is an echo server, its end included."""

from _trace import pair, run, trace, watch


@pair(server={"allow_half_open": True})
def _(client, served, server):
    trace(served.pipe(served) is served)
    everything = []
    client.on("data", everything.append)
    watch(client, "client", "end close")
    client.on("end", lambda: trace(b"".join(everything).decode()))
    watch(served, "served", "end finish close")
    client.write("one ")
    client.end("two")


run()
