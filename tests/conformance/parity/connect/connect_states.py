"""What a socket says of itself at each step of its life."""

from _trace import HOST, listen, netuv, run, trace


def show(step, s):
    trace(step, s.connecting, s.pending, s.ready_state, s.destroyed, s.readable, s.writable)


@netuv.create_server
def server(served):
    show("served", served)
    server.close()
    served.end()


@listen(server)
def _(port):
    client = netuv.Socket()
    show("new", client)
    client.on("connect", lambda: show("connect", client))
    client.on("ready", lambda: show("ready", client))
    client.on("end", lambda: show("end", client))
    client.on("finish", lambda: show("finish", client))
    client.on("close", lambda had_error: show("close", client))
    client.resume()
    client.connect(port, HOST)
    show("connecting", client)


run()
