"""Without a host the server is bound at once, on the unspecified address."""

from _trace import netuv, run, trace, watch

server = netuv.create_server()
server.listen(0, lambda: trace("callback"))
trace(server.listening, server.address())
server.on("listening", lambda: server.close())
watch(server, "server", "listening close")

run()
