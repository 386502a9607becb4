"""Over IPv6 the addresses and the family say so."""

from _trace import netuv, run, trace


@netuv.create_server
def server(served):
    trace("served", served.remote_address, served.remote_family, served.local_address)
    server.close()
    served.end()


def listening():
    trace(server.address())

    def connected():
        trace("client", client.remote_address, client.local_family, client.address())

    client = netuv.connect(server.address().port, "::1", connected)
    client.resume()


server.listen(0, "::1", listening)

run()
