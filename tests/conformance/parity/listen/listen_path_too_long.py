"""A path longer than the system allows."""

from _trace import netuv, path, run, trace, watch

name = "x" * 120
server = netuv.create_server()
watch(server, "server", "listening close")
server.on("error", lambda error: trace(error.code, error.syscall, error.address == path(name)))
server.on("listening", lambda: server.close())
server.listen(path(name))

run()
