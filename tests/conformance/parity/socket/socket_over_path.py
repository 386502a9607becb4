"""Addresses, family and address() of both ends of a connection over a path."""

from _trace import pair, run, trace


@pair(path_name="s")
def _(client, served, server):
    for name, s in (("client", client), ("served", served)):
        trace(
            name,
            s.local_address,
            s.local_port,
            s.local_family,
            s.remote_address,
            s.remote_port,
            s.remote_family,
        )
        trace(len(s.address() or ()), s.ready_state, s.pending, s.buffer_size)

    @served.on("close")
    def _(had_error):
        trace("close", served.local_address, served.remote_address)

    served.resume()
    client.end("bye")


run()
