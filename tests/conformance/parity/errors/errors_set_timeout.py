"""What set_timeout() refuses."""

from _trace import attempt, netuv, run, trace

client = netuv.Socket()
attempt("text", lambda: client.set_timeout("100"))
attempt("-1", lambda: client.set_timeout(-1))
attempt("infinity", lambda: client.set_timeout(float("inf")))
attempt("callback", lambda: client.set_timeout(1, 5))
trace(client.timeout, client.listener_count("timeout"))
client.destroy()

run()
