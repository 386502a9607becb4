"""A signal does nothing to a socket that has been destroyed."""

from _trace import run, trace

import netuv

controller = netuv.AbortController()
socket = netuv.Socket(signal=controller.signal)
socket.on("error", lambda error: trace("error")).on("close", lambda had_error: trace("close"))
socket.destroy()


@netuv.set_immediate
def _():
    controller.abort()
    trace(socket.errored)


run()
