"""A connection comes up: the callback, "connect", "ready", then its end on both sides."""

from _trace import HOST, listen, netuv, run, trace, watch


@netuv.create_server
def server(served):
    watch(served, "served")
    server.close()
    served.end("bye")


def connect(port):
    client = netuv.connect(port, HOST, lambda: trace("callback"))
    watch(client, "client", "lookup connect ready data end finish close")


watch(server, "server", "listening close")
listen(server, connect)

run()
