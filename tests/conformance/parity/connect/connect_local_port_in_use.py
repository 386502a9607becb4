"""A local port that somebody listens on cannot be bound."""

from _trace import HOST, follow, listen, netuv, run, trace

server = netuv.create_server()


@listen(server)
def _(port):
    client = follow(netuv.connect(port=port, host=HOST, local_address=HOST, local_port=port))

    @client.on("error")
    def _(error):
        trace(error.code, error.syscall, error.address, error.port == port)
        server.close()


run()
