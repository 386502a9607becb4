"""A signal aborts connecting."""

from _trace import HOST, listen, run, trace, watch

import netuv

server = netuv.create_server(lambda socket: trace("served"))


@listen(server)
def _(port):
    controller = netuv.AbortController()
    client = netuv.connect(port=port, host=HOST, signal=controller.signal)
    watch(client, "client")
    client.write("lost", lambda error=None: trace("write", error))
    trace(client.connecting)
    controller.abort()
    trace(client.connecting, client.destroyed)
    client.on("close", lambda had_error: server.close())


run()
