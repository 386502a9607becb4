"""The connection comes from the local address and port that were asked for."""

from _trace import HOST, listen, netuv, run, series, trace

spare = netuv.create_server()


@listen(spare)
def _(local_port):
    @spare.close
    def _(error):
        @netuv.create_server
        def server(served):
            trace("served", served.remote_address, served.remote_port == local_port)
            served.end()

        forms = [
            {"local_address": "127.0.0.2"},
            {"local_address": "127.0.0.3", "local_port": local_port},
            {"local_address": "127.0.0.4", "local_port": 0},
            {"local_address": ""},
        ]

        @listen(server)
        def _(port):
            def step(options, proceed):
                def connected():
                    trace("client", client.local_address, client.local_port == local_port)

                client = netuv.connect(connected, port=port, host=HOST, **options)
                client.on("close", proceed).resume()

            series(forms, step, server.close)


run()
