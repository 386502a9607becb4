"""end() comes after everything written, callbacks in order."""

from _trace import pair, run, trace, watch


@pair
def _(client, served, server):
    everything = []
    served.set_encoding("utf8")
    served.on("data", everything.append)
    served.on("end", lambda: trace("all", "".join(everything)))
    watch(client, "client", "finish close")
    client.resume()
    client.write("one ", lambda: trace("one"))
    client.write("two ", lambda: trace("two"))
    client.end("three", lambda: trace("three"))


run()
