"""Without an "error" listener it comes out."""

from _trace import HOST, listen, netuv, run, trace

first = netuv.create_server()


@listen(first)
def _(port):
    netuv.create_server().listen(port, HOST)
    netuv.set_timeout(lambda: first.close(lambda error=None: trace("closed")), 10)


run()
