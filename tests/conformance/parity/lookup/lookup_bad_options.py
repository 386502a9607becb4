"""Families, hints and flags that are none."""

from _trace import attempt, netuv, run


def lookup(**options):
    netuv.dns.lookup("localhost", lambda *_: None, **options)


for family in (5, -4, 4.5, "ipv4", "4", True, []):
    attempt("family", lambda family=family: lookup(family=family))
attempt("hints", lambda: lookup(hints=1 << 20))
attempt("hints text", lambda: lookup(hints="1"))
attempt("hints list", lambda: lookup(hints=[]))
attempt("hints true", lambda: lookup(hints=True))
for all_of_them in (1, "true", []):
    attempt("all", lambda all_of_them=all_of_them: lookup(all=all_of_them))
for verbatim in (1, "true", []):
    attempt("verbatim", lambda verbatim=verbatim: lookup(verbatim=verbatim))

run()
