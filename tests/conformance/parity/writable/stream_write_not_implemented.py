"""Without _write writing throws; _writev alone will do."""

from _streams import Writable
from _trace import attempt, run, trace

sink = Writable()
attempt("none", lambda: sink.write("a"))


def writev(stream, chunks, callback):
    trace([each.chunk for each in chunks], chunks[0].encoding)
    callback()


many = Writable(writev=writev)
trace(many.write("a", lambda error: trace("done", error)))

run()
