"""What a socket says of itself while it connects, with something written and corked."""

from _trace import HOST, listen, netuv, run
from _values import ADDRESSES, BOTH, READABLE, SOCKET, WRITABLE, values

everything = SOCKET, ADDRESSES, READABLE, WRITABLE, BOTH


@netuv.create_server
def server(served):
    server.close()
    served.on("end", lambda: served.end("bye")).resume()


@listen(server)
def _(port):
    client = netuv.connect(port=port, host=HOST, allow_half_open=True)
    values("connecting", client, *everything)
    client.write("hello")
    values("written", client, SOCKET, WRITABLE)
    client.cork()
    client.write("more")
    values("corked", client, SOCKET, WRITABLE)
    client.uncork()
    values("uncorked", client, SOCKET, WRITABLE)
    client.on("connect", lambda: values("connect", client, ADDRESSES, READABLE))
    client.on("ready", lambda: client.end())
    client.on("data", lambda data: values("data", client, READABLE))
    client.on("end", lambda: values("end", client, *everything))
    client.on("close", lambda had_error: values("close", client, *everything))


run()
