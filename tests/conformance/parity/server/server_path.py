"""A server on a path: its address is the path, its sockets have none, close() removes it."""

import os

from _trace import netuv, path, run, trace, watch


@netuv.create_server
def server(served):
    trace(served.remote_address, served.local_port, served.remote_family)
    served.end("hello")
    server.close()


def listening():
    trace(server.address(), os.path.exists(path("here")))
    client = netuv.connect(path("here"), lambda: trace("connected", client.remote_port))
    watch(client, "client")


server.listen(path("here"), listening)
server.on("close", lambda: trace("closed", os.path.exists(path("here"))))

run()
