"""ref() takes unref() back, also before listening."""

from _trace import HOST, netuv, run, trace

server = netuv.create_server()
server.unref()
server.listen(0, HOST)
server.ref()


@server.on("listening")
def _():
    server.unref()
    server.ref()
    netuv.set_timeout(lambda: server.close(), 10).unref()
    server.on("close", lambda: trace("closed"))


run()
