"""destroy() while connecting: no "connect", no error, one "close"."""

from _trace import HOST, listen, netuv, run, trace, watch


@netuv.create_server
def server(served):
    watch(served, "served", "end close")
    served.on("error", lambda error: None)
    served.resume()
    server.close()


@listen(server)
def _(port):
    client = netuv.connect(port, HOST, lambda: trace("callback"))
    watch(client, "client", "connect ready end finish error close")
    client.write("lost", lambda error=None: trace("write", error))
    client.destroy()
    trace(client.connecting, client.destroyed, client.ready_state)
    server.close()


run()
