"""The manual's example: the address is in use, so try again a moment later."""

from _trace import HOST, listen, netuv, run, trace, watch

first = netuv.create_server()


@listen(first)
def _(port):
    second = netuv.create_server()
    watch(second, "second", "listening error close")

    @second.on("error")
    def _(error):
        if error.code != "EADDRINUSE":
            return
        trace("in use, retrying", error.port == port)
        first.close()

        def retry():
            second.close()
            second.listen(port, HOST)

        netuv.set_timeout(retry, 10)

    @second.on("listening")
    def _():
        trace(second.address().port == port)
        second.close()

    second.listen(port, HOST)


run()
