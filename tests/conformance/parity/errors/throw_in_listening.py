"""An exception out of "listening": the server listens all the same."""

from _trace import HOST, netuv, run, trace

server = netuv.create_server()


def listening():
    raise Exception("out of listening")


server.listen(0, HOST, listening)
server.on("listening", lambda: trace("second"))


def later():
    trace(server.listening)
    server.close()


netuv.set_timeout(later, 20)

run()
