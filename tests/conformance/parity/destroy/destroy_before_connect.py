"""destroy() on a socket that never connected is just "close"."""

from _trace import netuv, run, trace, watch

client = netuv.Socket()
watch(client, "client", "connect end finish error close")
client.destroy()
trace(client.destroyed, client.ready_state, client.pending)
netuv.next_tick(lambda: trace("tick"))
netuv.set_immediate(lambda: trace("immediate"))

run()
