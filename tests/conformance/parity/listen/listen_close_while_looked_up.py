"""close() while a name is looked up."""

from _trace import netuv, run, trace, watch

server = netuv.create_server()
watch(server, "server", "listening error close")
server.listen(0, "127.0.0.1", lambda: server.close())
server.close(lambda error: trace("closed", error))

run()
