"""What both ends say of themselves when one ends, then the other."""

from _trace import pair, run
from _values import BOTH, READABLE, SOCKET, WRITABLE, values

everything = SOCKET, READABLE, WRITABLE, BOTH


@pair(server={"allow_half_open": True}, client={"allow_half_open": True})
def _(client, served, server):
    values("client", client, *everything)
    values("served", served, *everything)

    @served.on("end")
    def _():
        values("served end", served, *everything)
        served.end("bye", lambda *_: values("served finish", served, SOCKET, WRITABLE, BOTH))
        values("served ended", served, SOCKET, WRITABLE, BOTH)

    served.on("close", lambda had_error: values("served close", served, *everything))
    served.resume()
    client.on("data", lambda data: None)
    client.on("end", lambda: values("client end", client, *everything))
    client.on("close", lambda had_error: values("client close", client, *everything))
    client.end("hello", lambda *_: values("client finish", client, WRITABLE, BOTH))
    values("client ended", client, WRITABLE, BOTH)


run()
