"""A refused connection is one "error" with all its fields, then "close" with True."""

from _trace import HOST, listen, netuv, run, trace, watch

server = netuv.create_server()


@listen(server)
def _(port):
    @server.close
    def _():
        client = netuv.connect(port, HOST, lambda: trace("callback"))
        watch(client, "client", "connect ready end finish close")

        @client.on("error")
        def _(error):
            trace(error, error.code, error.syscall, error.address, error.port == port)
            trace(client.destroyed, client.connecting, client.pending, client.ready_state)


run()
