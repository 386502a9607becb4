"""Connections above max_connections are dropped with both addresses reported."""

from _trace import HOST, listen, netuv, run, trace, turns, watch


@netuv.create_server
def server(served):
    trace("connection")
    served.resume()


server.max_connections = 1


@server.on("drop")
def _(data):
    trace("drop", data.local_address, data.local_family, data.local_port == server.address().port)
    trace(data.remote_address, data.remote_family, data.remote_port > 0)


@listen(server)
def _(port):
    def connected():
        turns(3, connect_second)

    def connect_second():
        second = netuv.connect(port, HOST)
        watch(second, "second", "connect end close")
        second.resume()
        second.on("close", lambda had_error: server.get_connections(counted))

    def counted(error, count):
        trace(error, count)
        first.destroy()
        server.close(lambda error=None: trace("closed"))

    first = netuv.connect(port, HOST, connected)


run()
