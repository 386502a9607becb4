"""close() right after listen(): bound at once there is no "listening"."""

from _trace import netuv, run, trace, watch

server = netuv.create_server()
watch(server, "server", "listening error close")
server.listen(0)
server.close(lambda error=None: trace("callback", error))
trace(server.listening)

run()
