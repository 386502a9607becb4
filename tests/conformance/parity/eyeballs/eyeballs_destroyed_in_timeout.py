"""A socket destroyed by a listener of "connection_attempt_timeout": the next is not tried."""

from _trace import finds, follow, netuv, run, trace

# Nobody ever answers.
netuv.TCP.connect = lambda self, address, port: None
client = follow(netuv.Socket())
client.on("connection_attempt_timeout", lambda *_: client.destroy())
client.on("close", lambda had_error: trace(client.auto_select_family_attempted_addresses))
client.connect(
    port=1,
    host="h.test",
    lookup=finds(("127.0.0.2", 4), ("127.0.0.3", 4)),
    auto_select_family=True,
    auto_select_family_attempt_timeout=15,
)

run()
