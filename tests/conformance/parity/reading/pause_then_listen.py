"""After pause() a "data" listener does not start the flow; resume() does."""

from _trace import pair, run, trace, turns, watch


@pair
def _(client, served, server):
    served.pause()
    watch(served, "served", "data end")
    client.end("waiting")

    @turns(5)
    def _():
        trace("resume")
        served.resume()


run()
