"""A second listen() in each form is refused while the server listens."""

from _trace import HOST, attempt, netuv, path, run, trace

server = netuv.create_server()


@lambda body: server.listen(0, HOST, body)
def listening():
    other = netuv.create_server().listen(0, HOST, lambda: other.close())
    attempt("nothing", lambda: server.listen())
    attempt("port", lambda: server.listen(0, lambda: trace("never")))
    attempt("path", lambda: server.listen(path("never"), lambda: trace("never")))
    attempt("name", lambda: server.listen(0, "localhost"))
    attempt("handle", lambda: server.listen(other))
    attempt("options", lambda: server.listen(port=0))
    trace(server.listening, server.listener_count("listening"))
    server.close()


attempt("at once", lambda: server.listen(0) is server)

run()
