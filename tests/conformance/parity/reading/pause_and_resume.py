"""A paused socket emits nothing; everything is there after resume(), then "end"."""

from _trace import pair, run, trace, turns, watch


@pair
def _(client, served, server):
    watch(served, "served", "data end close")
    served.pause()
    client.end("waiting")

    @turns(5)
    def _():
        trace("resume")
        served.resume()


run()
