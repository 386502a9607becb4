"""listen() on a listening server throws ERR_SERVER_ALREADY_LISTEN."""

from _trace import attempt, netuv, run

server = netuv.create_server()
server.listen(0)
attempt("at once", lambda: server.listen(0))


@server.on("listening")
def _():
    attempt("listening", lambda: server.listen(0))
    server.close()
    attempt("closing", lambda: server.listen(0) is server)
    server.close()


run()
