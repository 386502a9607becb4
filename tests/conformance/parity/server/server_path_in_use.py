"""A path in use is EADDRINUSE with the path as address; the first server is not hurt."""

from _trace import netuv, path, run, trace, watch


@netuv.create_server
def first(served):
    first.close()
    served.end("still here")


def listening():
    second = netuv.create_server()

    @second.on("error")
    def _(error):
        trace(error, error.code, error.syscall, error.address)
        watch(netuv.connect(path("one")), "client", "data close")

    second.listen(path("one"))


first.listen(path("one"), listening)

run()
