"""A signal given to connect() ends the attempt to reach a path."""

from _trace import netuv, path, run, watch

server = netuv.create_server(lambda served: served.resume())


@lambda body: server.listen(path("signal"), body)
def listening():
    controller = netuv.AbortController()
    client = netuv.connect(path=path("signal"), signal=controller.signal)
    watch(client, "client")
    client.on("close", lambda had_error: server.close())
    controller.abort()


run()
