"""With pause_on_connect nothing is read until resume()."""

from _trace import HOST, create_server, listen, netuv, run, trace, turns, watch


@create_server(pause_on_connect=True)
def server(served):
    watch(served, "served", "data end")
    server.close()

    @turns(5)
    def _():
        trace("resume", served.bytes_read)
        served.resume()


@listen(server)
def _(port):
    netuv.connect(port, HOST).end("waiting")


run()
