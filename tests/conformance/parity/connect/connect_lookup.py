"""A name is looked up first: "lookup" carries error, address, family and the name."""

from _trace import listen, netuv, run, trace, watch


@netuv.create_server
def server(served):
    served.destroy()
    server.close()


@listen(server)
def _(port):
    client = netuv.connect(port=port, host="localhost", family=4)
    watch(client, "client", "lookup connect ready end close")
    trace(client.connecting)
    client.resume()


run()
