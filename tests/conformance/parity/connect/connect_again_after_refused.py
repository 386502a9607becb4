"""A socket whose connection was refused connects again, with a listener of its own."""

from _trace import HOST, follow, listen, netuv, run, trace


@netuv.create_server
def server(served):
    served.end()
    server.close()


@listen(server)
def _(port):
    client = follow(netuv.connect(1, HOST, lambda: trace("first listener")))

    @client.once("close")
    def _(had_error):
        trace(client.destroyed, client.errored is not None)
        client.connect(
            port, HOST, lambda: trace("second listener", client.destroyed, client.errored)
        )
        client.resume()


run()
