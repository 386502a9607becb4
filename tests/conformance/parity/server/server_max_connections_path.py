"""On a path "drop" has no data."""

from _trace import netuv, path, run, trace, turns

server = netuv.create_server(lambda served: served.resume())
server.max_connections = 1
server.on("drop", lambda data=None: trace("drop", data))


def connect_second():
    second = netuv.connect(path("full"))
    second.resume()

    @second.on("close")
    def _(had_error):
        first.destroy()
        server.close(lambda error=None: trace("closed"))


def listening():
    global first
    first = netuv.connect(path("full"), lambda: turns(3, connect_second))


server.listen(path("full"), listening)

run()
