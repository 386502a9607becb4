"""A signal that aborts while the first of two addresses is tried."""

from _trace import finds, follow, netuv, run, trace

controller = netuv.AbortController()
client = follow(netuv.Socket(signal=controller.signal))
lookup = finds(("127.0.0.2", 4), ("127.0.0.3", 4))
client.on("connection_attempt", lambda *_: controller.abort())
client.on("close", lambda had_error: trace(client.auto_select_family_attempted_addresses))
netuv.set_immediate(
    lambda: client.connect(port=1, host="h.test", lookup=lookup, auto_select_family=True)
)

run()
