"""The callback of a listen() that failed is called by the next one that does not."""

from _trace import HOST, listen, netuv, run, trace

first = netuv.create_server()


@listen(first)
def _(port):
    second = netuv.create_server()

    @second.on("error")
    def _(error):
        trace(error, second.listener_count("listening"))

        def listening():
            trace("second callback")
            second.close()
            first.close()

        second.listen(0, HOST, listening)

    second.listen(port, HOST, lambda: trace("first callback"))


run()
