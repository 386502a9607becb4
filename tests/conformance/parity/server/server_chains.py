"""The methods that give the server itself, and what getters say before, during and after."""

from _trace import HOST, attempt, netuv, run, trace

server = netuv.create_server()


def says(step):
    trace(step, server.listening, server.max_connections, server.address() is None)
    attempt("ref", lambda: server.ref() is server)
    attempt("unref", lambda: server.unref() is server)
    attempt("ref", lambda: server.ref() is server)

    def counted(error, count):
        trace("count", step, error, count)

    attempt("get_connections", lambda: server.get_connections(counted) is server)


def closing():
    says("listening")
    attempt("close", lambda: server.close(lambda *_: says("closed")) is server)
    says("closing")


says("new")
attempt("listen", lambda: server.listen(0, HOST, closing) is server)
says("called")

run()
