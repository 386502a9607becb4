"""end() on a socket that never connected finishes it without an error."""

from _trace import netuv, run, trace, turns, watch

client = netuv.Socket()
watch(client, "client", "connect end finish error close")
client.end(lambda error=None: trace("callback", error))
trace(client.writable, client.ready_state)
turns(3, lambda: trace(client.destroyed, client.ready_state))

run()
