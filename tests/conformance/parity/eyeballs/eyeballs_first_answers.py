"""The first of several addresses answers: the others are not tried."""

from _trace import HOST, finds, follow, listen, netuv, run, trace


@netuv.create_server
def server(served):
    served.end()
    server.close()


@listen(server)
def _(port):
    client = follow(netuv.Socket())
    lookup = finds((HOST, 4), ("127.0.0.2", 4), ("::1", 6))
    client.connect(port=port, host="h.test", lookup=lookup, auto_select_family=True)

    @client.on("close")
    def _(had_error):
        tried = client.auto_select_family_attempted_addresses
        trace(len(tried), tried[0] == f"{HOST}:{port}")

    client.resume()


run()
