"""ipv6_only= on "::": IPv4 is refused there, and may be bound by another server."""

from _trace import HOST, netuv, run, series, trace


def step(ipv6_only, proceed):
    server = netuv.create_server(lambda served: served.end())

    def listening():
        port = server.address().port

        def reach(host, further):
            client = netuv.connect(port, host)
            client.on("connect", lambda: trace(ipv6_only, host, "connect"))
            client.on("error", lambda error: trace(ipv6_only, host, error.code))
            client.on("close", further).resume()

        def after():
            second = netuv.create_server()

            @second.on("error")
            def _(error):
                trace("second", error.code)
                server.close(proceed)

            def listens():
                trace("second listens")
                second.close()
                server.close(proceed)

            second.listen(port, "0.0.0.0", listens)

        series([HOST, "::1"], reach, after)

    server.listen(listening, port=0, host="::", ipv6_only=ipv6_only)


series([False, True], step)

run()
