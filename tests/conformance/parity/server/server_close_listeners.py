"""What close() is given is called with "close", among the listeners; once for each call."""

from _trace import HOST, netuv, run, trace

server = netuv.create_server()
server.on("close", lambda *all: trace("before", len(all)))


@lambda body: server.listen(0, HOST, body)
def listening():
    server.close(lambda *all: trace("one", len(all)))
    server.close(lambda *all: trace("two", *all))
    server.on("close", lambda *all: trace("after", len(all)))
    netuv.next_tick(lambda: trace("tick", server.listening))


server.once("close", lambda: server.close(lambda error: trace("three", error)))

run()
