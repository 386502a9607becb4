"""A write that is under way when a timer destroys the socket is no error of the socket's."""

from _trace import pair, run, trace, watch

import netuv


@pair
def _(client, served, server):
    served.pause()
    watch(client, "client", "error close")
    client.write(bytes(16 << 20), lambda error=None: trace("big", error))
    client.write("two", lambda error=None: trace("two", error))
    client.on("close", lambda _: trace("errored", client.errored))

    def destroy():
        client.destroy()
        served.destroy()

    netuv.set_timeout(destroy, 20)


run()
