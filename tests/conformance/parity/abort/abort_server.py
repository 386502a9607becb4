"""A signal closes its server; "close" is emitted as by close()."""

from _trace import HOST, run, trace, watch

import netuv

controller = netuv.AbortController()
server = netuv.create_server()
watch(server, "server", "listening error close")


def listening():
    controller.abort()
    trace("aborted", server.listening)
    netuv.next_tick(trace, "tick")
    netuv.set_immediate(trace, "immediate")


server.listen(port=0, host=HOST, signal=controller.signal, callback=listening)

run()
