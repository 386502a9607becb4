"""An address asked for once is still known after the close."""

from _trace import pair, run, trace


@pair
def _(client, served, server):
    trace(client.remote_address, client.local_address)
    served.destroy()
    client.destroy()
    client.on("close", lambda had_error: trace(client.remote_address, client.local_address))


run()
