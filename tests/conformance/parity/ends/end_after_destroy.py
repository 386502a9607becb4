"""end() on a destroyed socket."""

from _trace import pair, run, trace, watch


@pair
def _(client, served, server):
    watch(client, "client", "finish error close")
    served.resume()
    client.destroy()
    client.end(lambda error=None: trace("callback", error))

    @client.once("close")
    def _(had_error):
        client.end(lambda error=None: trace("after close", error))


run()
