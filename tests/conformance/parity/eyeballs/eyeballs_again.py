"""A socket that all addresses refused connects again, to one that answers."""

from _trace import HOST, finds, follow, listen, netuv, run, trace


@netuv.create_server
def server(served):
    served.end("hello")
    server.close()


@listen(server)
def _(port):
    client = follow(netuv.Socket())

    def options(*found):
        return {
            "port": port,
            "host": "h.test",
            "lookup": finds(*found),
            "auto_select_family": True,
        }

    client.connect(**options(("127.0.0.2", 4), ("127.0.0.3", 4)))

    @client.once("close")
    def _(had_error):
        client.connect(**options(("127.0.0.4", 4), (HOST, 4)))

        @client.on("data")
        def _(chunk):
            trace(chunk, len(client.auto_select_family_attempted_addresses))


run()
