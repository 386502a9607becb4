"""What Readable.from() refuses."""

from _streams import Readable
from _trace import attempt, run

attempt("a number", lambda: Readable.from_(5))
attempt("nothing", lambda: Readable.from_(None))
run()
