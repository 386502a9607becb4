"""reset_and_destroy() while connecting resets once connected."""

from _trace import HOST, listen, netuv, run, trace, watch


@netuv.create_server
def server(served):
    watch(served, "served", "end error close")
    served.resume()
    server.close()


@listen(server)
def _(port):
    client = netuv.connect(port, HOST)
    watch(client, "client", "connect ready end error close")
    client.reset_and_destroy()
    trace(client.destroyed, client.connecting)


run()
