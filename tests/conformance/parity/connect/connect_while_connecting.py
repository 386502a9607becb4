"""connect() on a socket that is connecting already."""

from _trace import HOST, follow, listen, netuv, run, trace

server = netuv.create_server(lambda served: served.resume())


@listen(server)
def _(port):
    client = follow(netuv.connect(port=port, host=HOST))
    client.connect(port=port, host=HOST)
    trace(client.connecting, client.destroyed)

    @client.on("error")
    def _(error):
        trace(error.code, error.syscall, error.address, error.port == port)

    client.on("close", lambda had_error: server.close())


run()
