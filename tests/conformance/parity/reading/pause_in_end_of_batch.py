"""pause() in the last "data" before an end that has arrived already holds "end" back."""

from _trace import pair, run, trace, turns, watch


@pair
def _(client, served, server):
    client.end("all")

    @served.once("data")
    def _(data):
        trace(data)
        served.pause()

        @turns(5)
        def _():
            trace("resume")
            served.resume()

    watch(served, "served", "end finish close")


run()
