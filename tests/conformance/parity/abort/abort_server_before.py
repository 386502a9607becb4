"""A server whose signal is aborted already."""

from _trace import HOST, run, trace, watch

import netuv

server = netuv.create_server().on("listening", lambda: server.close())
watch(server, "server", "listening error close")
netuv.next_tick(lambda: trace("tick before", server.listening))
server.listen(port=0, host=HOST, signal=netuv.AbortSignal.abort())
trace("called", server.listening)
netuv.next_tick(lambda: trace("tick after", server.listening))

run()
