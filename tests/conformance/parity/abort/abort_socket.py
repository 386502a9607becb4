"""A signal destroys its connected socket with an AbortError whose cause is the reason."""

from _trace import pair, run, trace, watch

import netuv

controller = netuv.AbortController()


@pair(client={"signal": controller.signal})
def _(client, served, server):
    watch(client, "client", "data end error close")
    watch(served, "served", "data end error close")
    controller.abort("enough")
    trace("aborted", client.destroyed, type(client.errored).__name__, client.errored.cause)
    controller.abort("again")


run()
