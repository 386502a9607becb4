"""An aborted socket without a listener of "error" is an uncaught error."""

from _trace import pair, run, trace

import netuv

controller = netuv.AbortController()


@pair(client={"signal": controller.signal})
def _(client, served, server):
    client.on("close", lambda had_error: trace("client close", had_error))
    served.on("error", lambda error: None).on("close", lambda had_error: trace("served close"))
    served.resume()
    controller.abort()


run()
