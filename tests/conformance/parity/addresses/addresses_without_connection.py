"""There are no addresses before connecting and after destroy()."""

from _trace import netuv, pair, run, trace


def show(step, s):
    trace(
        step,
        s.local_address,
        s.local_port,
        s.local_family,
        s.remote_address,
        s.remote_port,
        s.remote_family,
    )


show("new", netuv.Socket())


@pair
def _(client, served, server):
    served.destroy()
    client.destroy()
    show("client", client)
    client.on("close", lambda had_error: show("closed", client))


run()
