"""What is neither a port nor a path nor a handle."""

from _trace import HOST, attempt, netuv, run

server = netuv.create_server()
attempt("port list", lambda: server.listen(port=[0]))
attempt("port true", lambda: server.listen(port=True))
attempt("path number", lambda: server.listen(path=5))
attempt("path empty", lambda: server.listen(path=""))
attempt("host alone", lambda: server.listen(host=HOST))
attempt("fd text", lambda: server.listen(fd="x"))
attempt("fd negative", lambda: server.listen(fd=-1))
attempt("backlog alone", lambda: server.listen(backlog=5))
attempt("host number", lambda: server.listen(port=0, host=5))
attempt("host list", lambda: server.listen(port=0, host=[HOST]))
attempt("signal", lambda: server.listen(port=0, signal=5))
attempt("signal text", lambda: server.listen(path="x", signal="x"))

run()
