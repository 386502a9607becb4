"""An address that is found twice is tried once."""

from _trace import finds, follow, netuv, run, trace

lookup = finds(("127.0.0.2", 4), ("::1", 6), ("127.0.0.2", 4), ("::1", 6), ("127.0.0.3", 4))
client = follow(netuv.Socket())
client.connect(port=1, host="h.test", lookup=lookup, auto_select_family=True)
client.on("close", lambda had_error: trace(client.auto_select_family_attempted_addresses))

run()
