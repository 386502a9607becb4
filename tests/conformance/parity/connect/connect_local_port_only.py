"""A local port without a local address is bound on any address of the family."""

from _trace import HOST, listen, netuv, run, trace

spare = netuv.create_server()


@listen(spare)
def _(local_port):
    @spare.close
    def _(error):
        @netuv.create_server
        def server(served):
            trace("served", served.remote_port == local_port)
            server.close()
            served.end()

        @listen(server)
        def _(port):
            def connected():
                trace("client", client.local_address, client.local_port == local_port)

            client = netuv.connect(connected, port=port, host=HOST, local_port=local_port)
            client.resume()


run()
