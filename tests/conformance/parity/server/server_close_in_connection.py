"""close() inside "connection" lets this connection go on."""

from _trace import HOST, listen, netuv, run, trace, watch


@netuv.create_server
def server(served):
    server.close(lambda error=None: trace("closed"))
    served.end("last one")


@listen(server)
def _(port):
    watch(netuv.connect(port, HOST), "client")


run()
