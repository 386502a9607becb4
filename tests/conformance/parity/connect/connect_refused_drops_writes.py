"""What was written before a connection that fails is reported to its callbacks."""

from _trace import HOST, listen, netuv, run, trace, watch

server = netuv.create_server()


@listen(server)
def _(port):
    @server.close
    def _():
        client = netuv.connect(port, HOST)
        watch(client, "client", "error finish close")
        client.write("one", lambda error=None: trace("one", error))
        client.write("two", lambda error=None: trace("two", error))
        client.end(lambda error=None: trace("end", error))


run()
