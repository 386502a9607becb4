"""ipv6_only= on "::": a connection over IPv4 is refused there."""

from _trace import HOST, netuv, run, series, trace


def step(ipv6_only, proceed):
    server = netuv.create_server(lambda served: served.end())

    def listening():
        def reach(host, further):
            client = netuv.connect(server.address().port, host)
            client.on("connect", lambda: trace(ipv6_only, host, "connect"))
            client.on("error", lambda error: trace(ipv6_only, host, error.code))
            client.on("close", further).resume()

        series([HOST, "::1"], reach, lambda: server.close(proceed))

    server.listen(listening, port=0, host="::", ipv6_only=ipv6_only)


series([False, True], step)

run()
