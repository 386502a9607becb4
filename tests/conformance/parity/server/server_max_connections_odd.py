"""What max_connections may be: nothing, and zero, do not limit."""

from _trace import HOST, listen, netuv, run, series, trace

server = netuv.create_server(lambda served: served.end())
server.on("drop", lambda data: trace("drop"))


@listen(server)
def _(port):
    def step(limit, proceed):
        server.max_connections = limit
        client = netuv.connect(port, HOST)
        client.on("connect", lambda: trace(limit, "connect"))
        client.on("error", lambda error: None)
        client.resume().on("close", lambda had_error: netuv.set_immediate(proceed))

    limits = [None, None, 0, 1, 2]
    series(limits, step, lambda: server.close())


run()
