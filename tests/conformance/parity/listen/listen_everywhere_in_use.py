"""Without a host, a port in use is reported with the address of all IPv6 or all IPv4."""

from _trace import netuv, run, series, trace

first = netuv.create_server()


@lambda body: first.listen(0, body)
def listening():
    port = first.address().port

    def step(place, proceed):
        second = netuv.create_server()

        @second.on("error")
        def _(error):
            trace(error, error.code, error.syscall, error.address, error.port == port)
            proceed()

        def listening():
            trace("listening")
            second.close(proceed)

        second.listen(*place, listening)

    series([(port,), (port, "::"), (port, "0.0.0.0"), (port, "::1")], step, first.close)


run()
