"""pause() and resume() inside one "data" change nothing."""

from _trace import pair, run, watch


@pair
def _(client, served, server):
    watch(served, "served", "data end close")

    @served.once("data")
    def _(data):
        served.pause()
        served.resume()
        client.end("two")

    client.write("one")


run()
