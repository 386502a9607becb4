"""What pipeline() refuses."""

from _streams import PassThrough, pipeline
from _trace import attempt, run

a = PassThrough()
attempt("one stream", lambda: pipeline(a, lambda error: None))
run()
