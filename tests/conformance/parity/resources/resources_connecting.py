"""An attempt to connect is a request and comes before what is open."""

from _trace import path, run, trace

import netuv


def listed(when):
    trace(when, netuv.get_active_resources_info())


def listening():
    listed("listening")
    client = netuv.connect(path("s"))
    client.on("close", lambda _: server.close())
    listed("connecting")
    client.destroy()


server = netuv.create_server()
server.listen(path("s"), listening)

run()
