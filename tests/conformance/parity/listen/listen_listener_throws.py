"""An exception out of a "listening" listener is the program's; the server goes on listening."""

from _trace import HOST, netuv, run, trace, watch


@netuv.create_server
def server(served):
    served.end("hello")
    server.close()


def later():
    trace(server.listening)
    watch(netuv.connect(server.address().port, HOST), "client", "data close")


@lambda body: server.listen(0, HOST, body)
def listening():
    netuv.set_immediate(later)
    raise LookupError("broken")


run()
