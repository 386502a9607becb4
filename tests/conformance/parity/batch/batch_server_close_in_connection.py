"""Several connections in one poll; the first closes the server."""

from _trace import HOST, listen, netuv, run, trace, turns

count = 0
clients = []


@netuv.create_server
def server(served):
    global count
    count += 1
    trace("connection", count)
    served.resume()
    if count == 1:
        server.close(lambda error=None: trace("closed"))


@listen(server)
def _(port):
    for _ in range(3):
        client = netuv.connect(port, HOST)
        client.on("error", lambda error: None)
        client.on("connect", lambda client=client: turns(4, lambda: client.destroy()))
        clients.append(client)


run()
