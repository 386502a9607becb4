"""Every call to a server whose handle somebody has closed, and to one whose path it was."""

from _trace import HOST, attempt, netuv, path, run, series, trace, watch


def most(server):
    server.max_connections = 3
    trace(server.max_connections)


calls = {
    "address": lambda server: trace(server.address()),
    "ref": lambda server: trace(
        server.ref() is server, server.unref() is server, server.ref() is server
    ),
    "listening": lambda server: trace(server.listening),
    "listen": lambda server: attempt("listen", lambda: server.listen(0)),
    "connections": lambda server: server.get_connections(
        lambda error, count: trace("connections", error, count)
    ),
    "most": most,
}


def every_call(kind, next_kind):
    def step(name, proceed):
        trace("--", kind, name)
        server = netuv.create_server()
        watch(server, "server", "listening error close")

        def body():
            server._handle.close()
            try:
                calls[name](server)
            except OSError as error:
                trace("throws", error, error.syscall)
            server.close(closed)

        def closed(error):
            trace("closed", error, server.listening)
            proceed()

        if kind == "tcp":
            server.listen(0, HOST, body)
        else:
            server.listen(path(name), body)

    series(list(calls), step, next_kind)


series(["tcp", "pipe"], every_call)

run()
