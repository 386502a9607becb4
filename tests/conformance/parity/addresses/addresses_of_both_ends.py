"""Local and remote address, port and family of both ends, and address()."""

from _trace import pair, run, trace


@pair(stay=True)
def _(client, served, server):
    for name, s in (("client", client), ("served", served)):
        trace(name, s.local_address, s.local_family, s.remote_address, s.remote_family, s.address())
    trace(client.local_port == served.remote_port, served.local_port == client.remote_port)
    trace(server.address().port == client.remote_port)
    server.close()
    client.destroy()
    served.destroy()


run()
