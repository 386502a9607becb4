"""What create_server() refuses."""

from _trace import attempt, netuv, run

attempt("text", lambda: netuv.create_server("x"))
attempt("number", lambda: netuv.create_server(5))
attempt("initial delay", lambda: netuv.create_server(keep_alive_initial_delay="x"))

run()
