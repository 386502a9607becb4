"""Once closed, connections are refused, whatever else is still open."""

from _trace import HOST, netuv, pair, run, watch


@pair(stay=True)
def _(client, served, server):
    port = client.remote_port
    server.close()
    late = netuv.connect(port, HOST)
    watch(late, "late")

    @late.on("close")
    def _(had_error):
        client.destroy()
        served.destroy()


run()
