"""An error of listen() that nobody listens to comes out; the server may listen again."""

from _trace import HOST, netuv, path, run, trace

server = netuv.create_server()
server.listen(path("missing/socket"))


def listening():
    trace("listening")
    server.close()


def later():
    trace(server.listening)
    server.listen(0, HOST, listening)


netuv.set_immediate(later)

run()
