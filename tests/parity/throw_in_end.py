"""An exception out of "end": the socket still ends and closes by itself."""

from _trace import pair, run, watch

@pair
def _(client, served, server):
    @served.on("end")
    def _():
        raise Exception("out of end")

    watch(served, "served", "finish close")
    watch(client, "client", "end close")
    served.resume()
    client.resume()
    client.end()

run()
