"""The end of a socket whose handle somebody has closed."""

from _trace import HOST, listen, netuv, run, trace, watch

server = netuv.create_server(lambda served: served.on("error", lambda error: None).resume())


@listen(server)
def _(port):
    client = netuv.connect(port, HOST)
    watch(client, "client", "end finish error close")

    def later():
        trace(client.destroyed)
        server.close()

    def connected():
        client._handle.close()
        client.write("foo")
        netuv.set_timeout(later, 20)

    client.on("connect", connected)


run()
