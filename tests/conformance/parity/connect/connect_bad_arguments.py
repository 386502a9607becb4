"""A path and a listener that are none; empty text is no path."""

from _trace import HOST, attempt, netuv, run

attempt("path number", lambda: netuv.connect(path=5))
attempt("path list", lambda: netuv.connect(path=["a"]))
attempt("path true", lambda: netuv.connect(path=True))
attempt("empty path beside a bad port", lambda: netuv.connect(path="", port=70000))
attempt("host alone", lambda: netuv.connect(host=HOST))
attempt("nothing", lambda: netuv.connect())

run()
