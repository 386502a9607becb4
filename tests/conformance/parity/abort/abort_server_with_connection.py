"""A signal closes the server, not its connections."""

from _trace import HOST, run, trace, watch

import netuv

controller = netuv.AbortController()


def served(socket):
    watch(socket, "served", "data end close")
    controller.abort()
    trace("aborted", server.listening)
    socket.end("bye")


server = netuv.create_server(served)
server.on("close", lambda *error: trace("server close"))
server.listen(
    port=0,
    host=HOST,
    signal=controller.signal,
    callback=lambda: watch(netuv.connect(server.address().port, HOST), "client", "data end"),
)

run()
