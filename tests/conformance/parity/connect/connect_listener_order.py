"""The connect callback stands in line with the other listeners of "connect"."""

from _trace import HOST, listen, netuv, run, trace


@netuv.create_server
def server(served):
    served.end()
    server.close()


@listen(server)
def _(port):
    client = netuv.Socket()
    client.on("connect", lambda: trace("before"))
    client.on("ready", lambda: trace("ready"))

    def connected():
        trace("callback", client.listener_count("connect"))
        netuv.next_tick(lambda: trace("tick"))

    client.connect(port, HOST, connected)
    client.on("connect", lambda: trace("after"))
    client.resume()


run()
