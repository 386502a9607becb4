"""pause() before connecting holds the data back."""

from _trace import HOST, listen, netuv, run, trace, turns, watch


@netuv.create_server
def server(served):
    server.close()
    served.end("hello")


@listen(server)
def _(port):
    client = netuv.Socket()
    watch(client, "client", "connect data end close")
    client.pause()

    def resume():
        trace("resume")
        client.resume()

    client.connect(port, HOST, lambda: turns(5, resume))


run()
