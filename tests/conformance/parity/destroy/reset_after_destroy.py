"""reset_and_destroy() of a destroyed socket changes nothing."""

from _trace import pair, run, trace, watch


@pair
def _(client, served, server):
    watch(client, "client", "error close")
    served.destroy()
    client.destroy()
    client.reset_and_destroy()
    client.on("close", lambda had_error: trace(client.reset_and_destroy() is client))


run()
