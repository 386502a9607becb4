"""end(data) while connecting sends the data, then the end, once connected."""

from _trace import HOST, listen, netuv, run, trace, watch


@netuv.create_server
def server(served):
    watch(served, "served", "data end close")
    server.close()


@listen(server)
def _(port):
    client = netuv.connect(port, HOST)
    watch(client, "client", "connect ready end finish error close")
    client.resume()
    client.end("early", lambda: trace("callback"))
    trace(client.connecting, client.ready_state, client.writable)


run()
