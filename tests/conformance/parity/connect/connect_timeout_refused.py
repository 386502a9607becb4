"""The option timeout= with what is no time; 0 is none."""

from _trace import HOST, attempt, netuv, run, trace

attempt("negative", lambda: netuv.connect(port=1, host=HOST, timeout=-1))
attempt("text", lambda: netuv.connect(port=1, host=HOST, timeout="5"))
attempt("infinite", lambda: netuv.connect(port=1, host=HOST, timeout=float("inf")))
attempt("list", lambda: netuv.connect(port=1, host=HOST, timeout=[5]))
client = netuv.connect(port=1, host=HOST, timeout=0)
trace(client.timeout)
client.destroy()

run()
