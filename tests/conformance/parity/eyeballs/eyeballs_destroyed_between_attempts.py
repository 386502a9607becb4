"""A socket destroyed when its first address has failed: the second is not tried."""

from _trace import finds, follow, netuv, run, series, trace


def step(reason, proceed):
    client = follow(netuv.Socket())
    client.on("connection_attempt_failed", lambda *_: client.destroy(reason))

    @client.on("close")
    def _(had_error):
        trace(client.auto_select_family_attempted_addresses)
        proceed()

    lookup = finds(("127.0.0.2", 4), ("127.0.0.3", 4))
    client.connect(port=1, host="h.test", lookup=lookup, auto_select_family=True)


series([None, LookupError("enough")], step)

run()
