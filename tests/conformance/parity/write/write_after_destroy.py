"""A write after destroy() calls back with ERR_STREAM_DESTROYED, and reports it to nobody else."""

from _trace import pair, run, trace, watch


@pair
def _(client, served, server):
    watch(client, "client", "error close")
    served.resume()
    client.destroy()
    trace(client.write("late", lambda error=None: trace("callback", error)))

    @client.on("close")
    def _(had_error):
        client.write("later", lambda error=None: trace("after close", error))


run()
