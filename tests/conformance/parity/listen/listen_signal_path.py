"""A signal closes a server on a path: its file goes, and "close" comes."""

import os

from _trace import netuv, path, run, trace, watch

controller = netuv.AbortController()
server = netuv.create_server()
watch(server, "server", "listening error close")


@lambda body: server.listen(body, path=path("signal"), signal=controller.signal)
def listening():
    controller.abort()
    trace(server.listening, os.path.exists(path("signal")))


run()
