"""An encoding set inside "data" holds from the next data on."""

from _trace import pair, run, trace, watch


@pair
def _(client, served, server):
    watch(served, "served", "data end")

    @served.once("data")
    def _(data):
        served.set_encoding("utf8")
        client.end("two")

    served.on("data", lambda data: trace(isinstance(data, str)))
    client.write("one")


run()
