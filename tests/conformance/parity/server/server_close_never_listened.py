"""close() of a server that never listened."""

from _trace import netuv, run, trace, watch

server = netuv.create_server()
watch(server, "server", "error close")
server.close(lambda error=None: trace("callback", error))
trace("returned")
netuv.next_tick(lambda: trace("tick"))

run()
