"""The listener is called for one connection: a second connect() has its own, or none."""

from _trace import HOST, listen, netuv, run, trace

server = netuv.create_server(lambda served: served.end())


@listen(server)
def _(port):
    client = netuv.Socket()
    client.connect(port, HOST, lambda: trace("listener", client.listener_count("connect")))

    @client.once("close")
    def _(had_error):
        client.connect(port, HOST)
        client.once("connect", lambda: trace("again"))
        client.once("close", lambda had_error: server.close())
        client.resume()

    client.resume()


run()
