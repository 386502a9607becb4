"""A host that is no text, or has a NUL in it."""

from _trace import attempt, netuv, run

attempt("number", lambda: netuv.connect(port=1, host=5))
attempt("list", lambda: netuv.connect(port=1, host=["localhost"]))
attempt("true", lambda: netuv.connect(port=1, host=True))

run()
