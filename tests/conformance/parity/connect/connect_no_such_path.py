"""Connecting to a path that is not there is ENOENT with the path as address."""

from _trace import netuv, path, run, trace, watch

client = netuv.connect(path("nobody"))
watch(client, "client")
client.on("error", lambda error: trace(error.code, error.syscall, error.address))
trace(client.connecting, client.pending, client.ready_state)

run()
