"""A write that meets a reset fails as a system error of "write" or "read"."""

from _trace import pair, run, trace, turns, watch


@pair
def _(client, served, server):
    client.pause()
    client.on("error", lambda error: trace("error", error.code in ("EPIPE", "ECONNRESET")))
    watch(client, "client", "close")
    served.reset_and_destroy()

    @served.on("close")
    def _(had_error):
        client.write("one")
        turns(2, lambda: client.write("two"))


run()
