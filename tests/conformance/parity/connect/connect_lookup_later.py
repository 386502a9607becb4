"""A lookup function that answers later."""

from _trace import HOST, follow, listen, netuv, run, trace


@netuv.create_server
def server(served):
    served.end()
    server.close()


@listen(server)
def _(port):
    def lookup(hostname, callback, **options):
        netuv.set_immediate(answer, callback)

    def answer(callback):
        trace("answer")
        callback(None, HOST, 4)
        netuv.next_tick(lambda: trace("tick"))

    client = follow(netuv.connect(port=port, host="h.test", lookup=lookup))
    trace("called", client.connecting, client.pending)
    client.resume()


run()
