"""A port in use is an "error", no "close"; the server can then listen elsewhere."""

from _trace import HOST, listen, netuv, run, trace, watch

first = netuv.create_server()


@listen(first)
def _(port):
    second = netuv.create_server()
    watch(second, "second", "listening close")

    @second.once("error")
    def _(error):
        trace(error, error.code, error.syscall, error.address, error.port == port)
        trace(second.listening, second.address())

        def listening():
            second.close()
            first.close()

        second.listen(0, HOST, listening)

    second.listen(port, HOST)
    netuv.next_tick(lambda: trace("tick"))
    netuv.set_immediate(lambda: trace("immediate"))


run()
