"""What a socket says of itself whose connection is refused, and one that is reset."""

from _trace import HOST, netuv, pair, run
from _values import ADDRESSES, BOTH, READABLE, SOCKET, WRITABLE, values

everything = SOCKET, ADDRESSES, READABLE, WRITABLE, BOTH
inside = SOCKET, ADDRESSES, READABLE, WRITABLE, "destroyed closed"
refused = netuv.connect(1, HOST)
refused.write("never")
refused.on("error", lambda error: values("refused error", refused, *inside))


@refused.on("close")
def _(had_error):
    values("refused close", refused, *inside)

    @pair
    def _(client, served, server):
        client.on("data", lambda data: None)
        client.on("error", lambda error: values("client error", client, *inside))
        client.on("close", lambda had_error: values("client close", client, *inside))
        served.on("close", lambda had_error: values("served close", served, *everything))
        served.reset_and_destroy()
        values("served reset", served, *everything)


run()
