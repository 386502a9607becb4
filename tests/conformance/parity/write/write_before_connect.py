"""Writes before the connection is up are sent in order; callbacks come after "ready"."""

from _trace import HOST, listen, netuv, run, trace, watch


@netuv.create_server
def server(served):
    everything = []
    served.on("data", everything.append)
    served.on("end", lambda: trace("all", b"".join(everything).decode()))
    server.close()


@listen(server)
def _(port):
    client = netuv.Socket()
    client.connect(port, HOST)
    watch(client, "client", "connect ready finish")
    client.write("one ", lambda: trace("one"))
    client.write("two ", lambda: trace("two"))
    trace(client.bytes_written, client.buffer_size)
    client.on("ready", lambda: client.end("three", lambda: trace("three")))


run()
