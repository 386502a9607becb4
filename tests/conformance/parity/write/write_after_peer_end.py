"""A write after the peer's end, on a socket that ended by itself, is an EPIPE."""

from _trace import pair, run, trace, watch


@pair
def _(client, served, server):
    watch(client, "client", "end error close")
    client.resume()

    @client.on("close")
    def _(had_error):
        trace(client.write("late", lambda error=None: trace("callback", error)))

    served.end()
    served.resume()


run()
