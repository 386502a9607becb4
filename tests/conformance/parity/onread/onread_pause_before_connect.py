"""pause() before the connection is there: nothing is read until resume()."""

from _trace import HOST, listen, netuv, run, trace, turns, watch


def callback(count, filled):
    trace("read", bytes(filled[:count]))


@netuv.create_server
def server(served):
    served.end("hello")
    server.close()


@listen(server)
def _(port):
    onread = {"buffer": bytearray(16), "callback": callback}
    client = netuv.connect(port=port, host=HOST, onread=onread)
    client.pause()
    watch(client, "client", "connect pause resume data end close")

    @client.on("connect")
    def _():
        @turns(5)
        def _():
            trace("resume", client.is_paused())
            client.resume()


run()
