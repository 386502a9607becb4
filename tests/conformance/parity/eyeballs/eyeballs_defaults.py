"""The defaults of family auto-selection: read, set, refused, and used by connect()."""

import math

from _trace import attempt, netuv, run, trace


def asked():
    def lookup(hostname, callback, *, all, **_):
        trace("asked for all", all)

    netuv.connect(port=1, host="h.test", lookup=lookup).destroy()


def times():
    return netuv.get_default_auto_select_family_attempt_timeout()


trace(netuv.get_default_auto_select_family(), times())
asked()
netuv.set_default_auto_select_family(True)
trace(netuv.get_default_auto_select_family())
asked()
netuv.set_default_auto_select_family(False)
asked()
for value in (1, "true", [], 0):
    attempt("select", lambda value=value: netuv.set_default_auto_select_family(value))
for value in (100, 10, 9, 1, 2147483647):
    netuv.set_default_auto_select_family_attempt_timeout(value)
    trace(times())
for value in (0, -5, 1.5, 2147483648, math.nan, "100", []):
    attempt(
        "timeout",
        lambda value=value: netuv.set_default_auto_select_family_attempt_timeout(value),
    )
trace(netuv.get_default_auto_select_family(), times())

run()
