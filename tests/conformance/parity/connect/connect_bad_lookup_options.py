"""A lookup, a family and hints that are none; with a literal address nobody looks at them."""

from _trace import HOST, attempt, follow, netuv, run


def client():
    return netuv.Socket()


attempt("lookup", lambda: client().connect(port=1, host="h.test", lookup=5))
attempt("lookup text", lambda: client().connect(port=1, host="h.test", lookup="dns"))
attempt("family", lambda: client().connect(port=1, host="h.test", family=5))
attempt("family text", lambda: client().connect(port=1, host="h.test", family="ipv4"))
attempt("hints text", lambda: client().connect(port=1, host="h.test", hints="x"))
attempt("hints unknown", lambda: client().connect(port=1, host="h.test", hints=1 << 20))
follow(netuv.connect(port=1, host=HOST, lookup=5, family=5, hints=1 << 20))

run()
