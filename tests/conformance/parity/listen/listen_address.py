"""address() before, while and after the server listens, on a port and on a path."""

from _trace import HOST, netuv, path, run, series, trace

with open(path("file"), "w"):
    pass


def step(place, proceed):
    server = netuv.create_server()
    trace("new", server.address())

    @server.on("error")
    def _(error):
        trace("failed", server.address())
        proceed()

    def listening():
        trace("listening", server.address())

        @server.close
        def _(error):
            trace("closed", server.address())
            proceed()

    server.listen(*place, listening)


series([(0, HOST), (path("address"),), (path("file"),)], step)

run()
