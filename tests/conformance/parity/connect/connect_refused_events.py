"""All that is emitted of a connection that is refused, over each family and by name."""

from _trace import HOST, follow, netuv, run, series, trace


def step(where, proceed):
    client = follow(netuv.connect(port=1, **where))

    @client.on("error")
    def _(error):
        trace(error.code, error.syscall, error.address, error.port, client.destroyed)

    @client.on("close")
    def _(had_error):
        tried = client.auto_select_family_attempted_addresses
        trace(client.connecting, client.ready_state, client.remote_address, tried)
        proceed()


series([{"host": HOST}, {"host": "::1"}, {"host": "localhost", "family": 4}], step)

run()
