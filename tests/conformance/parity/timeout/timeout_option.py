"""The timeout option of connect() is a set_timeout()."""

from _trace import HOST, listen, netuv, run, trace


@netuv.create_server
def server(served):
    served.on("end", lambda: trace("served end"))
    served.resume()
    server.close()


@listen(server)
def _(port):
    client = netuv.connect(port=port, host=HOST, timeout=20)
    trace(client.timeout)

    @client.on("timeout")
    def _():
        trace("timeout")
        client.destroy()


run()
