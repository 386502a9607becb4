"""An address that is not this machine's is EADDRNOTAVAIL."""

from _trace import netuv, run, trace

server = netuv.create_server()
server.on("error", lambda error: trace(error, error.code, error.syscall, error.address))
server.listen(0, "192.0.2.1")

run()
