"""A write on a socket that never was to connect."""

from _trace import netuv, run, trace, turns, watch

client = netuv.Socket()
watch(client, "client", "error close")
client.write("lost", lambda error=None: trace("callback", error))


@turns(3)
def _():
    trace(client.destroyed, client.bytes_written)
    client.destroy()


run()
