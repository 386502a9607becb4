"""connect() of a socket with options, with a listener; what the socket keeps for a second time."""

from _trace import HOST, attempt, netuv, run, trace

server = netuv.create_server(lambda served: served.end())


@lambda body: server.listen(port=0, host=HOST, callback=body)
def _():
    port = server.address().port
    client = netuv.Socket(allow_half_open=True)
    client.set_timeout(5000).set_encoding("utf8")
    first = {"port": port, "host": HOST, "no_delay": True, "keep_alive": True}
    attempt("connect", lambda: client.connect(lambda: trace("first"), **first) is client)
    trace(client.timeout, client.readable_encoding, client.allow_half_open)
    client.resume().on("end", lambda: client.end())

    @client.once("close")
    def _(had_error):
        trace(client.timeout, client.readable_encoding, client.allow_half_open, client.bytes_read)
        trace(client.connect(lambda: trace("second"), port=port, host=HOST).connecting)
        trace(client.timeout, client.readable_encoding, client.allow_half_open, client.destroyed)
        client.once("close", lambda had_error: server.close())


run()
