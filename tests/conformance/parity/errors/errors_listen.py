"""What listen() refuses."""

from _trace import HOST, attempt, netuv, run, trace

server = netuv.create_server()
attempt("-1", lambda: server.listen(-1))
attempt("65536", lambda: server.listen(65536))
attempt("1.5", lambda: server.listen(1.5))
attempt("port text", lambda: server.listen(port="abc"))
attempt("port -1", lambda: server.listen(port=-1))
attempt("no keyword", lambda: server.listen(host=HOST))
attempt("true", lambda: server.listen(True))
attempt("port list", lambda: server.listen(port=[]))
attempt("path number", lambda: server.listen(path=5))
trace(server.listening)

run()
