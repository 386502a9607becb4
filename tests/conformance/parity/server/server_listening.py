"""address() and listening before, in and after "listening"; the callback is one listener."""

from _trace import HOST, netuv, run, trace, watch

server = netuv.create_server()
trace(server.listening, server.address())
watch(server, "server", "listening close")


def listening():
    trace("callback", server.listening, server.address())
    netuv.next_tick(lambda: trace("tick"))
    trace(server.close() is server)
    trace(server.listening, server.address())


trace(server.listen(0, HOST, listening) is server)
trace(server.listening)

run()
