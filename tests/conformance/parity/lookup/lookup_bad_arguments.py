"""A name that is no text, a callback that cannot be called."""

from _trace import attempt, netuv, run

dns = netuv.dns
for name in (5, True, [], ["localhost"]):
    attempt("name", lambda name=name: dns.lookup(name, lambda *_: None))
attempt("callback", lambda: dns.lookup("localhost", 5))
attempt("callback text", lambda: dns.lookup("localhost", "text"))
attempt("callback of a literal", lambda: dns.lookup("127.0.0.1", 5))

run()
