"""unref() before connecting holds for the connection."""

from _trace import HOST, listen, netuv, run, trace

server = netuv.create_server(lambda served: served.unref())


@listen(server)
def _(port):
    client = netuv.Socket()
    client.unref()

    def connected():
        trace("connect")
        server.unref()

    client.connect(port, HOST, connected)


run()
