"""From the main program: ticks, then timers and immediates."""

from _trace import netuv, run, trace

netuv.set_immediate(lambda: trace("immediate"))
netuv.next_tick(lambda: trace("tick one"))
netuv.next_tick(lambda *args: trace("tick two", list(args)), 1, "two")
trace("main")

run()
