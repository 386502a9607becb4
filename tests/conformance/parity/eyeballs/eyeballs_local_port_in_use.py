"""A local port that cannot be bound for any of the addresses: none is tried."""

from _trace import finds, follow, netuv, run, trace

server = netuv.create_server()


@lambda body: server.listen(0, body)
def listening():
    local_port = server.address().port
    lookup = finds(("127.0.0.2", 4), ("::1", 6))
    client = follow(
        netuv.connect(
            port=1, host="h.test", lookup=lookup, local_port=local_port, auto_select_family=True
        )
    )

    @client.on("error")
    def _(error):
        for each in error.errors:
            trace(each.code, each.syscall, each.address, each.port == local_port)
        trace(client.auto_select_family_attempted_addresses)
        server.close()


run()
