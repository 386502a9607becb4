"""An "error" nobody listens to comes out, and "close" follows."""

from _trace import HOST, listen, netuv, run, trace, watch

server = netuv.create_server()


@listen(server)
def _(port):
    @server.close
    def _():
        watch(netuv.connect(port, HOST), "client", "close")
        netuv.set_immediate(lambda: trace("immediate"))


run()
