"""reset_and_destroy() before connecting is ERR_SOCKET_CLOSED."""

from _trace import netuv, run, trace, watch

client = netuv.Socket()
watch(client, "client", "error close")
trace(client.reset_and_destroy() is client, client.destroyed)

run()
