"""ipv6_only= on "::": the port of IPv4 is left to another server."""

from _trace import HOST, listen, netuv, run, series, trace

four = netuv.create_server(lambda served: served.end("four"))


@listen(four)
def _(port):
    def step(ipv6_only, proceed):
        six = netuv.create_server(lambda served: served.end("six"))

        @six.on("error")
        def _(error):
            trace(ipv6_only, error)
            proceed()

        def listening():
            def reach(host, further):
                client = netuv.connect(port, host)
                client.on("data", lambda data: trace(ipv6_only, host, data))
                client.on("close", further)

            series([HOST, "::1"], reach, lambda: six.close(proceed))

        six.listen(listening, port=port, host="::", ipv6_only=ipv6_only)

    series([False, True], step, four.close)


run()
