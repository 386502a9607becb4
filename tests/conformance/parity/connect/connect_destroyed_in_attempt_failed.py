"""A socket destroyed by a listener of "connection_attempt_failed": the error is not emitted."""

from _trace import HOST, follow, netuv, run, trace

client = follow(netuv.connect(1, HOST))
client.on("connection_attempt_failed", lambda *_: client.destroy())
client.on("close", lambda had_error: trace(client.destroyed, client.errored))

run()
