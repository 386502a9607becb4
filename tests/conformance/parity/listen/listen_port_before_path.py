"""Beside a port a path is ignored."""

import os

from _trace import HOST, netuv, path, run, trace

server = netuv.create_server()


def listening():
    trace(server.address(), os.path.exists(path("ignored")))
    server.close()


server.listen(listening, port=0, path=path("ignored"), host=HOST)

run()
