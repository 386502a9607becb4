"""One address, found or left over: its plain error, and no attempted addresses."""

from _trace import finds, follow, netuv, run, series, trace


def step(lookup, proceed):
    client = follow(netuv.connect(port=1, host="h.test", lookup=lookup, auto_select_family=True))

    @client.on("error")
    def _(error):
        tried = client.auto_select_family_attempted_addresses
        trace(isinstance(error, netuv.AggregateError), error.address, tried)

    client.on("close", proceed)


series([finds(("127.0.0.2", 4)), finds(("x", 4), ("::1", 6), ("127.0.0.2", 9))], step)

run()
