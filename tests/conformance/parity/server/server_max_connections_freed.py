"""A place given up is a place for the next connection."""

from _trace import HOST, listen, netuv, run, trace, turns, watch

server = netuv.create_server(lambda served: served.end("welcome"))
server.max_connections = 1
watch(server, "server", "close")
server.on("drop", lambda data: trace("drop"))


@listen(server)
def _(port):
    def connect(left):
        client = netuv.connect(port, HOST)
        watch(client, f"client {left}", "data close")

        @client.on("close")
        def _(had_error):
            turns(5, lambda: connect(left - 1) if left > 1 else server.close())

    connect(3)


run()
