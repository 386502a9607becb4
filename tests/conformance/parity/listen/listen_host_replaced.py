"""A second listen() while a name is looked up takes its place."""

from _trace import netuv, path, run, trace, watch

server = netuv.create_server()
watch(server, "server", "listening error close")
server.listen(0, "localhost", lambda: trace("first"))


def listening():
    trace("second", server.address())
    netuv.set_timeout(server.close, 20)


server.listen(path("second"), listening)

run()
