"""A reset by the client is ECONNRESET at the server."""

from _trace import pair, run, trace, watch


@pair
def _(client, served, server):
    watch(client, "client")
    watch(served, "served")
    served.on("error", lambda error: trace(error.syscall, error.code))
    client.reset_and_destroy()


run()
