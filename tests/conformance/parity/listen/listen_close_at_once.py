"""close() right after listen(): there is no "listening"."""

import os

from _trace import netuv, path, run, series, trace, watch


def step(place, proceed):
    server = netuv.create_server()
    watch(server, "server", "listening error close")
    server.listen(place, lambda: trace("callback"))
    trace(server.listening)

    @server.close
    def _(error):
        trace("closed", error, os.path.exists(path("short")))
        proceed()

    trace(server.listening, server.address())


series([0, path("short")], step)

run()
