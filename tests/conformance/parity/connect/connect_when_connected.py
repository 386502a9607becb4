"""connect() on a socket that is connected: what the system says to it."""

from _trace import HOST, follow, listen, netuv, run, trace

server = netuv.create_server(lambda served: served.resume())


@listen(server)
def _(port):
    client = follow(netuv.connect(port=port, host=HOST))

    @client.once("connect")
    def _():
        client.connect(port=port, host=HOST)
        trace(client.connecting)
        client.once("connect", lambda: netuv.set_immediate(client.destroy))

    @client.on("error")
    def _(error):
        trace(error.code, error.syscall, error.address, error.port == port)

    client.on("close", lambda had_error: server.close())


run()
