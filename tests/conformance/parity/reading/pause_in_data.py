"""pause() inside "data" holds the following data and the end back."""

from _trace import pair, run, trace, turns, watch


@pair
def _(client, served, server):
    watch(served, "served", "data end")

    @served.once("data")
    def _(data):
        served.pause()
        client.end("two")

        @turns(5)
        def _():
            trace("resume")
            served.resume()

    client.write("one")


run()
