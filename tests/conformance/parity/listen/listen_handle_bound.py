"""A handle that was bound by hand, with a backlog."""

from _trace import HOST, netuv, run, trace, watch

handle = netuv.TCP()
handle.bind(HOST, 0)


@netuv.create_server
def server(served):
    served.end("hello")
    server.close()


@lambda body: server.listen(handle, 5, body)
def listening():
    trace(server.address(), server._handle is handle)
    watch(netuv.connect(server.address().port, HOST), "client", "data close")


run()
