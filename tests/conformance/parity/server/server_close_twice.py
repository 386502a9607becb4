"""The second close() calls back with ERR_SERVER_NOT_RUNNING."""

from _trace import listen, netuv, run, trace, watch

server = netuv.create_server()
watch(server, "server", "error close")


@listen(server)
def _(port):
    server.close(lambda error=None: trace("first", error))
    server.close(lambda error=None: trace("second", error))
    server.once("close", lambda: server.close(lambda error=None: trace("third", error)))


run()
