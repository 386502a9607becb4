"""The family that is found first is tried first."""

from _trace import finds, follow, netuv, run, trace

lookup = finds(("::1", 6), ("::ffff:127.0.0.2", 6), ("127.0.0.3", 4), ("127.0.0.4", 4))
client = follow(netuv.connect(port=1, host="h.test", lookup=lookup, auto_select_family=True))


@client.on("connection_attempt")
def _(address, port, family):
    trace(client.auto_select_family_attempted_addresses)


run()
