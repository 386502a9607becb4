"""An immediate asked for in an immediate comes a turn later; a cleared one never."""

from _trace import netuv, run, trace


@netuv.set_immediate
def _():
    trace("one")
    netuv.set_immediate(lambda: trace("three"))
    netuv.clear_immediate(cleared)


netuv.set_immediate(lambda *args: trace("two", list(args)), "a", "b")
cleared = netuv.set_immediate(lambda: trace("cleared"))

run()
