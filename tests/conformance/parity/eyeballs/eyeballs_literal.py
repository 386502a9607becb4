"""A literal address is one address, also with auto-selection."""

from _trace import HOST, follow, netuv, run, series, trace


def step(host, proceed):
    client = follow(netuv.connect(port=1, host=host, auto_select_family=True))
    client.on("error", lambda error: trace(isinstance(error, netuv.AggregateError)))

    @client.on("close")
    def _(had_error):
        trace(client.auto_select_family_attempted_addresses)
        proceed()


series([HOST, "::1"], step)

run()
