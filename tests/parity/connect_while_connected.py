"""connect() on a connected socket starts a second connection's events."""

from _trace import HOST, attempt, netuv, run, trace

attempt(
    "no listener",
    lambda: netuv.Socket().connect(port=1, host=HOST, family=7).destroy() is not None,
)
client = netuv.Socket()
client.connect(port=70, host=HOST)
trace(client.connecting, client.pending)
client.destroy()
trace(client.connecting, client.pending)

run()
