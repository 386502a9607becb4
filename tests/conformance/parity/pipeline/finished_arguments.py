"""What finished() refuses."""

from _streams import finished
from _trace import attempt, run

attempt("no stream", lambda: finished({}, lambda error: None))
attempt("a number", lambda: finished(5, lambda error: None))
run()
