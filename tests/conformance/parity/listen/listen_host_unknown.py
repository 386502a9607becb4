"""A name that cannot be looked up is an "error"; the server may listen again."""

from _trace import HOST, netuv, run, trace, watch

server = netuv.create_server()
watch(server, "server", "listening error close")


@server.once("error")
def _(error):
    trace(error.code, error.syscall, error.hostname)
    trace(server.listening, server.address())
    server.listen(0, HOST, lambda: server.close())


server.listen(0, "a..b")
trace(server.listening)

run()
