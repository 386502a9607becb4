"""A lookup function that answers at once: the order of what follows."""

from _trace import HOST, answers, follow, listen, netuv, run, trace


@netuv.create_server
def server(served):
    served.end()
    server.close()


@listen(server)
def _(port):
    client = follow(netuv.Socket())
    client.connect(port=port, host="h.test", lookup=answers(None, HOST, 4))
    trace("called", client.connecting, client.ready_state)
    netuv.next_tick(lambda: trace("tick"))
    client.resume()


run()
