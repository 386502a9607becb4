"""Addresses that refuse are reported, the next is tried, and what was written meanwhile arrives."""

from _trace import HOST, finds, follow, listen, netuv, run, trace


@netuv.create_server
def server(served):
    served.on("data", lambda chunk: trace("served", chunk))
    served.on("end", lambda: served.end())
    server.close()


@listen(server)
def _(port):
    client = follow(netuv.Socket())
    lookup = finds(("127.0.0.2", 4), ("::1", 6), ("127.0.0.3", 4), (HOST, 4), ("127.0.0.4", 4))
    client.connect(port=port, host="h.test", lookup=lookup, auto_select_family=True)
    client.write("hello", lambda error: trace("written"))
    trace(client.connecting, client.bytes_written)

    @client.on("connect")
    def _():
        tried = client.auto_select_family_attempted_addresses
        trace([each.replace(f":{port}", "") for each in tried], client.remote_address)
        netuv.set_immediate(client.end)

    client.resume()


run()
