"""An address that the system will not even try is reported, and the next one is tried."""

from _trace import finds, follow, netuv, run, trace

lookup = finds(("127.0.0.2", 6), ("127.0.0.3", 4))
client = follow(netuv.Socket())
client.connect(port=1, host="h.test", lookup=lookup, auto_select_family=True)
client.on("error", lambda error: trace(error.code, [each.code for each in error.errors]))
client.on("close", lambda had_error: trace(client.auto_select_family_attempted_addresses))

run()
