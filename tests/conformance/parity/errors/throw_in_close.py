"""An exception out of a "close" listener: the other sockets still close."""

from _trace import pair, run, trace


@pair
def _(client, served, server):
    @served.on("close")
    def _(had_error):
        trace("served")
        raise Exception("out of close")

    client.on("close", lambda had_error: trace("client"))
    client.destroy()
    served.destroy()


run()
