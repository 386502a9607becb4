"""Orders that are none."""

from _trace import attempt, run

from netuv import dns

for order in ("ipv5first", "IPv4first", "", 4, True, []):
    attempt("order", lambda order=order: dns.lookup("localhost", lambda *_: None, order=order))

run()
