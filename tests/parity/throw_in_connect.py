"""An exception out of "connect": there is no "ready", the data still comes."""

from _trace import HOST, listen, netuv, run, watch

@netuv.create_server
def server(served):
    served.end("hello")
    server.close()


@listen(server)
def _(port):
    def connected():
        raise Exception("out of connect")

    client = netuv.connect(port, HOST, connected)
    watch(client, "client")

run()
