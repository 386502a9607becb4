"""finished() on a socket knows a clean end from a connection cut off."""

from _streams import finished
from _trace import pair, run, trace


@pair
def _(client, served, server):
    def over(error):
        trace("client finished", error)
        served.destroy()

    finished(client, over)
    finished(served, lambda error: trace("served finished", error))
    served.on("error", lambda error: None)
    client.destroy()


run()
