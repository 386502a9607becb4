"""A socket's server is its server from the first moment to after its close, a client's is none."""

from _trace import HOST, listen, netuv, run, trace


def connected(served):
    def state(when):
        trace(when, served.server is server, served.destroyed)

    def later():
        state("later")
        served.server.close(lambda *_: trace("closed"))

    state("connection")
    served.on("end", lambda: state("end"))
    served.on("close", lambda *_: (state("close"), netuv.set_immediate(later)))
    served.resume()


server = netuv.create_server(connected)


@listen(server)
def _(port):
    client = netuv.connect(port, HOST, lambda: client.end())
    client.on("close", lambda *_: trace("client", client.server))


run()
