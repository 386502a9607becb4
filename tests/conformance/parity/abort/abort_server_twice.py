"""A signal that comes after close() does nothing, nor does it to the next listen()."""

from _trace import HOST, run, trace, watch

import netuv

controller = netuv.AbortController()
server = netuv.create_server()
watch(server, "server", "listening error")


def aborting():
    controller.abort()
    trace("aborted", server.listening)
    server.close(lambda *error: trace("closed again"))


def closed():
    trace("closed")
    server.listen(0, HOST, aborting)


server.once("close", closed)
server.listen(port=0, host=HOST, signal=controller.signal, callback=lambda: server.close())

run()
