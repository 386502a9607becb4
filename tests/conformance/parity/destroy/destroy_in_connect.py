"""destroy() inside "connect" holds back "ready"."""

from _trace import HOST, listen, netuv, run, watch


@netuv.create_server
def server(served):
    served.resume()
    server.close()


@listen(server)
def _(port):
    client = netuv.connect(port, HOST, lambda: client.destroy())
    watch(client, "client", "connect ready end finish error close")


run()
