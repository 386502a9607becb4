"""A literal address is not looked up: there is no "lookup" event."""

from _trace import HOST, listen, netuv, run, watch


@netuv.create_server
def server(served):
    served.end()
    server.close()


@listen(server)
def _(port):
    client = netuv.connect(port=port, host=HOST)
    watch(client, "client", "lookup connect")
    client.resume()


run()
