"""listen(path=) and connect(path=)."""

from _trace import pair, run, watch


@pair(path_name="options")
def _(client, served, server):
    watch(client, "client", "data end close")
    watch(served, "served", "data end close")
    client.end("question")
    served.end("answer")


run()
