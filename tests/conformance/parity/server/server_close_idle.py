"""close() without connections: "close" listeners in order, the callback among them."""

from _trace import listen, netuv, run, trace

server = netuv.create_server()


@listen(server)
def _(port):
    server.on("close", lambda: trace("before"))
    server.close(lambda error=None: trace("callback", error))
    server.on("close", lambda: trace("after"))
    netuv.next_tick(lambda: trace("tick"))


run()
