"""What timers, immediates and ticks refuse."""

from _trace import attempt, netuv, run

attempt("set_timeout", lambda: netuv.set_timeout(5))
attempt("set_interval", lambda: netuv.set_interval("x"))
attempt("set_immediate", lambda: netuv.set_immediate(5))
attempt("next_tick", lambda: netuv.next_tick(5))
attempt("clear", lambda: netuv.clear_timeout(None))

run()
