"""A Transform without a transform function says so when it is written to."""

from _streams import Transform
from _trace import attempt, run, watch

t = Transform()
watch(t, "t", "error close")
attempt("write", lambda: t.write("a"))
run()
