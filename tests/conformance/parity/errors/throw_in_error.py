"""An exception out of an "error" listener comes out, and "close" still follows."""

from _trace import pair, run, trace, watch


@pair
def _(client, served, server):
    @client.on("error")
    def _(error):
        trace(error)
        raise Exception("out of error")

    watch(client, "client", "close")
    served.resume()
    client.destroy(Exception("wanted"))


run()
