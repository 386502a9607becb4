"""A path in a directory that is not there is an "error"."""

from _trace import netuv, path, run, trace, watch

server = netuv.create_server()
watch(server, "server", "listening close")
server.on("error", lambda error: trace(error.code, error.syscall))
server.listen(path("no/such/directory"))

run()
