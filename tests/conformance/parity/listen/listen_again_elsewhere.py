"""A closed server listens again: on a path, on a port, on a handle, on a path."""

from _trace import HOST, netuv, path, run, series, watch

server = netuv.create_server(lambda served: served.end("hello"))
watch(server, "server", "listening close")
lender = netuv.create_server()


@lambda body: lender.listen(0, HOST, body)
def listening():
    places = [path("first"), 0, lender, path("last")]

    def step(place, proceed):
        def listening():
            address = server.address()
            client = netuv.connect(getattr(address, "port", None) or address)
            watch(client, "client", "data close")
            client.on("close", lambda had_error: server.close(proceed))

        server.listen(place, listening)

    series(places, step, lender.close)


run()
