"""end(data) inside "data" is the answer and the end."""

from _trace import pair, run, watch


@pair
def _(client, served, server):
    watch(client, "client", "data end finish close")
    watch(served, "served", "end finish close")
    served.on("data", lambda data: served.end(data))
    client.write("echo me")


run()
